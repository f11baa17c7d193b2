package dev.orchestrator.ports.out;

/** Is told what became of each request that was subject to the limit, without the name of who sent it. */
@FunctionalInterface
public interface LimitWatch {
    /** @param alone whether this process had to judge by itself, as the store did not answer in time */
    void judged(boolean admitted, boolean alone);
}

package dev.orchestrator.bootstrap.embedded;

/** A store that runs as a process of ours on a loopback port. */
interface EmbeddedServer extends AutoCloseable {
    /** Where it is reached, with its password, in the form of DATABASE_URL and REDIS_URL. */
    String url();

    /** Stops the server and waits for its end; what it acknowledged is on disk. */
    @Override
    void close();
}

package dev.orchestrator.bootstrap;

import java.util.Set;

/**
 * A part of the engine that runs until it is told to stop: a loop, a consumer, a clean-up. Implementations are
 * CDI beans; the launcher finds them, so a new one needs no registration.
 */
public interface Service {
    /** The roles that need it; it starts when the process plays at least one of them. */
    Set<Role> roles();

    /** Services start in ascending order and stop in descending order. */
    int order();

    /** Returns when it runs; throws when it cannot, which ends the process. */
    void start();

    /** The process is about to end, and still serves: the time to let those go who wait for something. */
    default void leave() {}

    /** Takes no more work and returns when what it had is finished or handed back, or its time is up. */
    default void drain() {}

    /** Lets go of what it holds. Called after every service was drained, also for one whose start failed. */
    void stop();
}

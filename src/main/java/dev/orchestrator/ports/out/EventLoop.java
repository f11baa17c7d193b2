package dev.orchestrator.ports.out;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/**
 * One thread at a time, with a clock: what runs on it needs no locks.
 *
 * <p>A simulation gives a virtual one.
 */
public interface EventLoop extends Executor {
    /** Runs the task once after the delay, on this loop. */
    Timer after(Duration delay, Runnable task);

    /** The time of day, for what is recorded. */
    Instant now();

    /** A clock that never jumps, for what is measured. */
    long nanoTime();

    /** Something that will run unless it is cancelled before. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }
}

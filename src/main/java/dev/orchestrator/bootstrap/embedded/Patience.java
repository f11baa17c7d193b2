package dev.orchestrator.bootstrap.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for a condition that no one announces, with a bound. */
final class Patience {
    private static final long STEP_NANOS = Duration.ofMillis(15).toNanos();

    private Patience() {}

    /** True as soon as the condition holds, false when it did not within the time or the thread was interrupted. */
    static boolean until(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}

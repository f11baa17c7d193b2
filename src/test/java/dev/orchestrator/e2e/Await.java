package dev.orchestrator.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never longer than told. */
public final class Await {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Await() {}

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        if (!holds(patience, condition)) {
            throw new AssertionError("waited " + patience.toSeconds() + " s in vain until " + what);
        }
    }

    public static boolean holds(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}

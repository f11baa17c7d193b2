package dev.orchestrator.adapters.out.postgres;

import java.time.Duration;

/** The tries of one batch: how many there were, whether one may have succeeded unseen, and for how long to go on. */
final class Attempts {
    private static final long FIRST_DELAY_MILLIS = 10;
    private static final long LONGEST_DELAY_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 7;

    private final Patience patience;
    private final long start = System.nanoTime();
    private int failed;
    private boolean inDoubt;

    Attempts(Patience patience) {
        this.patience = patience;
    }

    /** Notes a failed try; {@code sent} tells whether anything was sent that may have been done. */
    void failed(boolean sent) {
        failed++;
        inDoubt |= sent;
    }

    boolean isOver() {
        Duration limit = inDoubt ? patience.inDoubt() : patience.unreachable();
        return System.nanoTime() - start > limit.toNanos();
    }

    long delayMillis() {
        return Math.min(FIRST_DELAY_MILLIS << Math.min(failed - 1, MOST_DOUBLINGS), LONGEST_DELAY_MILLIS);
    }
}

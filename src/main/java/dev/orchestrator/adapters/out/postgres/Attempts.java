package dev.orchestrator.adapters.out.postgres;

import java.time.Duration;

/** The tries of one batch: how many there were, whether one may have succeeded unseen, and for how long to go on. */
final class Attempts {
    private static final long FIRST_DELAY_MILLIS = 10;
    private static final long LONGEST_DELAY_MILLIS = 500;
    private static final int MOST_DOUBLINGS = 6;

    private final Patience patience;
    private final long start = System.nanoTime();
    private int failed;
    private boolean inDoubt;

    Attempts(Patience patience) {
        this.patience = patience;
    }

    /** Notes a failed try, and whether it may have been carried out all the same. */
    void failed(boolean unknown) {
        failed++;
        inDoubt |= unknown;
    }

    /** Notes that some of what was asked is done, whatever becomes of the rest. */
    void mayHaveDone() {
        inDoubt = true;
    }

    /** Tells whether one of the tries may have been carried out. */
    boolean isInDoubt() {
        return inDoubt;
    }

    boolean isOver() {
        Duration limit = inDoubt ? patience.inDoubt() : patience.unreachable();
        return System.nanoTime() - start > limit.toNanos();
    }

    long delayMillis() {
        return Math.min(FIRST_DELAY_MILLIS << Math.min(failed - 1, MOST_DOUBLINGS), LONGEST_DELAY_MILLIS);
    }
}

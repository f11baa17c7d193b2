package dev.orchestrator.application.worker;

import java.time.Duration;

/** The waits between tries while a store is away: from a tenth of a second, doubling, to two seconds. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration next = FIRST;

    /** Tells whether nothing failed since the start or the last reset, so that an outage is logged once. */
    boolean isFresh() {
        return next.equals(FIRST);
    }

    Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return wait;
    }

    void reset() {
        next = FIRST;
    }
}

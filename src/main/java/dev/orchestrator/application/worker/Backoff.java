package dev.orchestrator.application.worker;

import java.time.Duration;

/** The waits between tries while a store is away: from a tenth of a second, doubling, to two seconds, where nothing else is said. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff() {
        this(FIRST, LONGEST);
    }

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** Tells whether nothing failed since the start or the last reset, so that an outage is logged once. */
    boolean isFresh() {
        return next.equals(first);
    }

    Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return wait;
    }

    void reset() {
        next = first;
    }
}

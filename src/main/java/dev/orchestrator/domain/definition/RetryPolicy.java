package dev.orchestrator.domain.definition;

import java.time.Duration;
import java.util.Set;

/**
 * How often a node is tried, and how long to wait in between: {@code min(backoff * 2^(n-1), cap)} plus up to
 * {@code jitter} of it.
 *
 * @param maxAttempts attempts in all, at least 1
 * @param backoff the wait after the first failed attempt
 * @param maxBackoff the cap of the wait, before jitter
 * @param jitter the largest share of the wait added at random, 0 to 1
 * @param on the categories worth another attempt
 */
public record RetryPolicy(
        int maxAttempts, Duration backoff, Duration maxBackoff, double jitter, Set<ErrorCategory> on) {
    public static final Set<ErrorCategory> DEFAULT_ON =
            Set.of(ErrorCategory.RETRYABLE, ErrorCategory.TIMEOUT, ErrorCategory.WORKER_LOST);
    /** Doublings beyond this leave any cap behind; it keeps the shift from overflowing. */
    private static final int MOST_DOUBLINGS = 30;

    public RetryPolicy {
        on = Set.copyOf(on);
    }

    /** Tells whether a failure of this category in this attempt (from 1) is worth another. */
    public boolean allowsAfter(int attempt, ErrorCategory category) {
        return attempt < maxAttempts && on.contains(category);
    }

    /** The wait after a failed attempt (from 1); {@code chance} is from 0 (no jitter) up to, not including, 1. */
    public Duration delayAfter(int attempt, double chance) {
        int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
        double wait = Math.min(backoff.toMillis() * Math.pow(2, doublings), maxBackoff.toMillis());
        return Duration.ofMillis(Math.round(wait + wait * jitter * chance));
    }
}

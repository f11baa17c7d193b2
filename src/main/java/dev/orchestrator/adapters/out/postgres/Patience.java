package dev.orchestrator.adapters.out.postgres;

import java.time.Duration;

/**
 * How long the journal tries before it gives up.
 *
 * @param answer the longest wait for an answer to one try; then the outcome is in doubt
 * @param unreachable how long to go on while nothing could be sent at all, so that callers hear of an outage at once
 * @param inDoubt how long to go on when something was sent and its outcome is not known
 */
public record Patience(Duration answer, Duration unreachable, Duration inDoubt) {
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(30));
}

package dev.orchestrator.domain.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch is to be followed by another at a later time, without using an attempt.
 *
 * @param breaker the circuit breaker that asked for it instead of the handler, or null when the handler did
 */
public record Deferral(Instant until, String reason, @Nullable String breaker) {
    /** What a handler asked for. */
    public Deferral(Instant until, String reason) {
        this(until, reason, null);
    }
}

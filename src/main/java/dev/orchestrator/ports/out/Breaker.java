package dev.orchestrator.ports.out;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker that has something to tell.
 *
 * @param name {@code handler/dependency}
 * @param failures without a success between
 * @param reason the code of the last failure
 * @param openedAt when it opened the last time while it was closed
 * @param nextProbeAt from when on somebody will try again; null while it is closed
 * @param deferred how many calls were deferred since it opened
 */
public record Breaker(
        String name,
        State state,
        int failures,
        String reason,
        @Nullable Instant openedAt,
        @Nullable Instant nextProbeAt,
        long deferred) {
    /** What it does with calls. */
    public enum State {
        /** They are made. */
        CLOSED,
        /** They are made, and more of them each second. */
        CLOSING,
        /** They are deferred. */
        OPEN,
        /** A few are made, to see how they go. */
        HALF_OPEN
    }

    public String handler() {
        return name.substring(0, name.lastIndexOf('/'));
    }

    public String dependency() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}

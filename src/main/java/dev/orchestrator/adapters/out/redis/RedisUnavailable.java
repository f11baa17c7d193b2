package dev.orchestrator.adapters.out.redis;

import org.jspecify.annotations.Nullable;

/** Redis cannot be reached, or a reply did not come: the call may or may not have had its effect. */
public final class RedisUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}

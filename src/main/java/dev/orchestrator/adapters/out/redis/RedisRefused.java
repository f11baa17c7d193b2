package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import org.jspecify.annotations.Nullable;

/** Redis answered with an error. */
public final class RedisRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What Vert.x says in the form of an error reply when there was none. */
    private static final String CLOSED = "CONNECTION_CLOSED";

    RedisRefused(String message) {
        super(message, null, false, false);
    }

    /** The error that Redis answered with, or null when the failure is not of its making. */
    static @Nullable RedisRefused of(Throwable failure) {
        boolean isReply = failure instanceof Response reply && reply.type() == ResponseType.ERROR;
        String message = String.valueOf(failure.getMessage());
        return isReply && !message.equals(CLOSED) ? new RedisRefused(message) : null;
    }

    /** Tells whether the error begins with this code, or a script passed on one that does. */
    boolean is(String code) {
        String message = String.valueOf(getMessage());
        return message.startsWith(code) || message.contains(" -" + code);
    }
}

package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a dispatch ended, as its worker or the reaper says. */
public sealed interface Outcome {
    /** The handler gave its output. */
    record Succeeded(Document output) implements Outcome {}

    /** The handler failed; {@code retryAfter} is the least wait that the other side asked for. */
    record Failed(Failure failure, @Nullable Duration retryAfter) implements Outcome {}

    /**
     * The handler wants to be called again at a later time, or was not called because a circuit breaker wants that; no
     * attempt is used.
     *
     * @param breaker the name of that breaker, or null when the handler asked
     */
    record Deferred(Instant until, String reason, @Nullable String breaker) implements Outcome {
        /** What a handler asks for. */
        public Deferred(Instant until, String reason) {
            this(until, reason, null);
        }
    }

    /** The worker's lease ran out. */
    record Lost() implements Outcome {}

    /** No worker took the task within its queue timeout; {@code served} tells whether any worker serves its queue. */
    record QueueTimedOut(boolean served) implements Outcome {}

    /** Calls the function of the case at hand. */
    default <R> R match(Cases<R> cases) {
        if (this instanceof Succeeded it) {
            return cases.succeeded().apply(it);
        } else if (this instanceof Failed it) {
            return cases.failed().apply(it);
        } else if (this instanceof Deferred it) {
            return cases.deferred().apply(it);
        } else if (this instanceof Lost it) {
            return cases.lost().apply(it);
        }
        return cases.queueTimedOut().apply((QueueTimedOut) this);
    }

    /** One function for each case, so that a new case fails the build until it is handled everywhere. */
    record Cases<R>(
            Function<Succeeded, R> succeeded,
            Function<Failed, R> failed,
            Function<Deferred, R> deferred,
            Function<Lost, R> lost,
            Function<QueueTimedOut, R> queueTimedOut) {}
}

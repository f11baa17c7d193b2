package dev.orchestrator.domain.explanation;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where an open dispatch really is. What the hot store has lost has no place. */
public sealed interface Place {
    int dispatch();

    /**
     * No worker has started it.
     *
     * @param until when its queue timeout ends
     * @param ahead null when it left its place while that was counted
     */
    record InQueue(int dispatch, String queue, Instant until, @Nullable Ahead ahead) implements Place {}

    /**
     * A worker holds a lease on it.
     *
     * @param leaseUntil when the lease ends; null when nothing watches it, until the next beat
     * @param deadline when the attempt's own time is up
     */
    record AtWorker(int dispatch, String worker, Instant since, @Nullable Instant leaseUntil, Instant deadline)
            implements Place {}

    /**
     * How it ended waits to be decided.
     *
     * @param worker who had it; null when nobody did
     * @param overdue whether the reaper said so, because its lease or its queue timeout had ended
     */
    record Reported(int dispatch, @Nullable String worker, boolean overdue, Instant at) implements Place {}

    /** Calls the function of the case at hand. */
    default <R> R match(Function<InQueue, R> inQueue, Function<AtWorker, R> atWorker, Function<Reported, R> reported) {
        if (this instanceof InQueue it) {
            return inQueue.apply(it);
        } else if (this instanceof AtWorker it) {
            return atWorker.apply(it);
        }
        return reported.apply((Reported) this);
    }
}

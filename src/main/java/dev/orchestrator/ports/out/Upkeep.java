package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What keeps the hot state honest: due timers and expired leases become messages to the orchestrators. */
public interface Upkeep {
    /** Turns due timers into messages; answers how long until the next one is due (at most the given horizon). */
    CompletionStage<Duration> promote(int limit, Duration horizon);

    /** Turns expired leases and queue timeouts into messages, at most so many. */
    CompletionStage<Reclaimed> reclaim(int limit, Duration horizon);

    /** Gives back to their queues tasks that a worker read and did not start within the time. */
    CompletionStage<Integer> returnUnstarted(Duration idle, int limit);

    /** Which of these executions nothing live is known of. */
    CompletionStage<Set<ExecutionId>> missing(Collection<ExecutionId> running);

    /** How much waits in the queues that a worker has ever read, at most so many of them, in the order of their names. */
    CompletionStage<List<QueueDepth>> depths(int most);

    /** Makes sure that the store is the one known; answers true when it was new, lost or replaced: re-drive everything. */
    CompletionStage<Boolean> identify();

    /**
     * What one look brought.
     *
     * @param found how many had run out; as many as were asked for means that there may be more
     * @param untilNext how long until the next one runs out, at most the horizon that was given
     */
    record Reclaimed(int found, Duration untilNext) {}
}

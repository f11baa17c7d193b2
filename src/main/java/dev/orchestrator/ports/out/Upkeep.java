package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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

    /**
     * Makes sure that the store is the one known, and makes a beat. Fails while it is a replica.
     *
     * @param witnessed beats that were made before this call, as somebody remembers them: a store that has made fewer was put
     *     back to an older state
     */
    CompletionStage<Identity> identify(Beats witnessed);

    /** The same for somebody who remembers nothing; answers whether the store was new, lost or replaced. */
    default CompletionStage<Boolean> identify() {
        return identify(Beats.NONE).thenApply(Identity::replaced);
    }

    /**
     * Asks to rebuild the store that was identified last, or says how far it got: one at a time leads, as long as it says so
     * within each lease. Fails with {@link StoreWiped} when the store is not the one whose rebuilding was begun.
     */
    CompletionStage<Lead> lead(Duration lease, Progress progress);

    /**
     * Executions of which anything is live, a page at a time. What is live from the first page to the last is in one of them,
     * and may be in several.
     */
    CompletionStage<LivePage> live(String cursor);

    /** Removes all that is live of executions that do not run, without a trace. */
    CompletionStage<Void> forget(Collection<ExecutionId> executions);

    /**
     * Lets tasks start in the store that was identified last. None does from the moment at which a store came back until
     * then, for it may hold tasks of executions that went on, or were cancelled, since; in a store that came back empty they
     * start at once.
     */
    CompletionStage<Void> admitStarts();

    /** Tells whether this process is the one that reconciles: one does, as long as it asks again within each lease. */
    CompletionStage<Boolean> reconciles(Duration lease);

    /**
     * @param versions that readers are shown of each execution; 0 when they see nothing of it
     * @param next the cursor of the next page
     */
    record LivePage(Map<ExecutionId, Integer> versions, String next) {
        /** The cursor of the first page, and what follows after the last. */
        public static final String BEGINNING = "";

        public boolean isLast() {
            return next.equals(BEGINNING);
        }
    }

    /**
     * @param replaced whether the store was new, lost or replaced: re-drive everything
     * @param beats those that it has made now
     */
    record Identity(boolean replaced, Beats beats) {}

    /**
     * @param store whose rebuilding is spoken of, as {@link Lead} named it; null at first
     * @param after the last execution, in the order of ids, up to which all were re-driven; null when none was
     * @param finished whether those were all
     */
    record Progress(@Nullable String store, @Nullable ExecutionId after, boolean finished) {
        public static final Progress NONE = new Progress(null, null, false);
    }

    /** @param after the execution after which whoever leads goes on; null for the first */
    record Lead(Part part, String store, @Nullable ExecutionId after) {}

    /** What is to be done by somebody who would rebuild. */
    enum Part {
        LEADS,
        /** Somebody else rebuilds: ask again in a while. */
        FOLLOWS,
        /** Nothing: the store is rebuilt. */
        DONE
    }

    /**
     * What one look brought.
     *
     * @param found how many had run out; as many as were asked for means that there may be more
     * @param untilNext how long until the next one runs out, at most the horizon that was given
     */
    record Reclaimed(int found, Duration untilNext) {}
}

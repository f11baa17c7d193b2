package dev.orchestrator.ports.in;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The journal of one execution, for those who may read it. Nothing is shown before it is durable. */
public interface ReadEvents {
    /** The versions after the given one (0 for all), at most so many; fewer where they are large. */
    CompletionStage<Answer<Versions>> page(ExecutionId id, int after, int limit);

    /** Follows an execution from behind the given version (0 for its beginning). */
    CompletionStage<Answer<Following>> follow(ExecutionId id, int after);

    /** Somebody who follows. Whoever got one has to close it. */
    interface Following {
        /**
         * The next versions, as soon as there are any: in order, none left out, none twice. Asked again only when they
         * were dealt with; until then nothing more is read for this follower.
         */
        CompletionStage<Step> next();

        void close();
    }

    /**
     * @param entries empty only in the last step
     * @param last whether nothing follows: the execution has ended, or this process stops
     * @param end how the execution ended with the last version there is; null when it has not
     */
    record Step(List<Entry> entries, boolean last, Event.@Nullable Ended end) {}

    record Versions(List<Entry> entries) {}

    sealed interface Answer<T> {}

    record Found<T>(T value) implements Answer<T> {}

    record Refused<T>(Reason reason) implements Answer<T> {}

    enum Reason {
        UNKNOWN_EXECUTION,
        /** The execution has no such version yet. */
        NO_SUCH_VERSION,
        /** As many follow in this process as may. */
        TOO_MANY_FOLLOWERS,
        /** This process stops. */
        STOPPING
    }
}

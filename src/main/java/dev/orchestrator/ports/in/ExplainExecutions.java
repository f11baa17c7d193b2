package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.explanation.Reason;
import dev.orchestrator.domain.explanation.Standing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Why an execution stands where it stands. */
public interface ExplainExecutions {
    /** The most nodes that one answer explains. */
    int MOST_NODES = 500;

    CompletionStage<Answer> explain(ExecutionId id, Question question);

    /**
     * @param node the only node that is asked about, or null for all
     * @param limit how many nodes are explained at most, 1 to {@link #MOST_NODES}
     */
    record Question(@Nullable NodeId node, int limit) {}

    sealed interface Answer {
        record Found(Explanation explanation) implements Answer {}

        record UnknownExecution() implements Answer {}

        record UnknownNode() implements Answer {}
    }

    /**
     * @param at the time of the answer
     * @param open how many nodes have not ended, of those asked about
     * @param nodes those that are out first, then those that wait for others, each in the order of the definition
     */
    record Explanation(
            Instant at,
            ExecutionSummary summary,
            int version,
            Standing standing,
            QueueState queueState,
            int open,
            List<NodeReason> nodes) {}

    /** A node that has not ended. */
    record NodeReason(NodeId node, String handler, NodeState state, int attempt, int dispatch, Reason reason) {}

    /** What the hot store said. */
    enum QueueState {
        KNOWN,
        /** It did not answer: reasons are from the journal alone. */
        UNKNOWN,
        /** Nothing of the execution can be there. */
        NOT_NEEDED
    }
}

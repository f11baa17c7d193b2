package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.explanation.Open;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Tells where the open work of an execution is. Reads only, and no more than it is asked for. */
public interface Whereabouts {
    /**
     * What is out of these nodes. Each thing is checked against what it stands for: a task whose place in the queue was
     * lost, or a report that is gone, is not found. A store that was lost or replaced has nothing.
     */
    CompletionStage<Open> find(Question question);

    /**
     * @param nodes at most {@link #MOST_NODES}
     * @param mostCounted how many tasks that wait before these are counted, in all queues together and roughly
     */
    record Question(ExecutionId execution, Collection<NodeId> nodes, int mostCounted) {}

    int MOST_NODES = 500;
}

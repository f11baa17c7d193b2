package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import java.util.Map;
import java.util.TreeMap;

/** The live hash of an execution: what readers see of it. */
final class HotView {
    final Map<NodeId, Node> nodes = new TreeMap<>();
    int version;

    void put(NodeId id, NodeExecution node) {
        if (node.state() == NodeState.PENDING) {
            nodes.remove(id);
        } else {
            nodes.put(id, new Node(node.state(), node.attempt(), node.dispatch(), node.wakeAt() != null));
        }
    }

    /** @param held whether a timer holds the node back */
    record Node(NodeState state, int attempt, int dispatch, boolean held) {}
}

package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The live hash of an execution: what readers see of it. */
final class HotView {
    final Map<NodeId, Node> nodes = new TreeMap<>();
    int version;
    /** Under which it was begun or restored. */
    @Nullable
    String incarnation;

    HotView copy() {
        HotView copy = new HotView();
        copy.nodes.putAll(nodes);
        copy.version = version;
        copy.incarnation = incarnation;
        return copy;
    }

    void put(NodeId id, NodeExecution node) {
        Node shown = Node.of(node);
        if (shown == null) {
            nodes.remove(id);
        } else {
            nodes.put(id, shown);
        }
    }

    /** @param held whether a timer holds the node back */
    record Node(NodeState state, int attempt, int dispatch, boolean held) {
        static @Nullable Node of(NodeExecution node) {
            return node.state() == NodeState.PENDING
                    ? null
                    : new Node(node.state(), node.attempt(), node.dispatch(), node.wakeAt() != null);
        }
    }
}

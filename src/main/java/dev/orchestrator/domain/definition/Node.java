package dev.orchestrator.domain.definition;

import java.util.List;

/** A vertex of the DAG: which handler runs, after whom, when, on what, and how. */
public record Node(NodeId id, String handler, List<NodeId> dependencies, Gate gate, Template config, Policy policy) {
    public Node {
        dependencies = List.copyOf(dependencies);
    }
}

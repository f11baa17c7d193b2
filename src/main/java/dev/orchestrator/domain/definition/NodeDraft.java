package dev.orchestrator.domain.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a node, before it is known whether the whole definition is sound.
 *
 * @param id as written, perhaps no node id; null when there is none
 * @param dependencies as written, of any type; null when they are no list
 */
record NodeDraft(Pointer at, @Nullable String id, @Nullable List<?> dependencies, Work work) {
    /** What the node does and when. */
    record Work(String handler, Gate gate, Template config, Policy policy) {}

    /** The node, once every name in it is known to be right. */
    Node build() {
        if (id == null || dependencies == null) {
            throw new IllegalStateException("a draft with problems");
        }
        List<NodeId> parents = dependencies.stream()
                .distinct()
                .map(name -> new NodeId((String) name))
                .toList();
        return new Node(new NodeId(id), work.handler, parents, work.gate, work.config, work.policy);
    }
}

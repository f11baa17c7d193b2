package dev.orchestrator.domain.definition;

import java.util.List;
import java.util.Map;
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

    /**
     * The node, once every name in it is known to be right.
     *
     * @param ids the ids met so far by their text, shared by the nodes that name them
     */
    Node build(Map<String, NodeId> ids) {
        if (id == null || dependencies == null) {
            throw new IllegalStateException("a draft with problems");
        }
        List<NodeId> parents = dependencies.stream()
                .distinct()
                .map(name -> ids.computeIfAbsent((String) name, NodeId::new))
                .toList();
        return new Node(
                ids.computeIfAbsent(id, NodeId::new), work.handler, parents, work.gate, work.config, work.policy);
    }
}

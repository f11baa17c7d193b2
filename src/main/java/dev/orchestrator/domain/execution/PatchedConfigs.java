package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configs that operators gave to nodes of one execution, in place of those of its workflow, which stays as it is.
 * A value: most executions share the empty one.
 */
public final class PatchedConfigs {
    public static final PatchedConfigs NONE = new PatchedConfigs(Map.of(), Map.of());

    private final Map<NodeId, Map<String, Object>> trees;
    private final Map<NodeId, Template> templates;

    private PatchedConfigs(Map<NodeId, Map<String, Object>> trees, Map<NodeId, Template> templates) {
        this.trees = trees;
        this.templates = templates;
    }

    /** These, and from now on this config for the node. */
    PatchedConfigs with(Node node, Map<String, Object> config) {
        Map<NodeId, Map<String, Object>> moreTrees = new LinkedHashMap<>(trees);
        Map<NodeId, Template> moreTemplates = new HashMap<>(templates);
        moreTrees.put(node.id(), config);
        moreTemplates.put(node.id(), Template.of(config, node.handler()));
        return new PatchedConfigs(moreTrees, moreTemplates);
    }

    /** What the node's tasks are rendered from. */
    Template of(Node node) {
        Template patched = templates.get(node.id());
        return patched == null ? node.config() : patched;
    }

    /** The config that an operator gave to the node, as it is defined; null when it has its workflow's. */
    @Nullable
    Map<String, Object> tree(NodeId node) {
        return trees.get(node);
    }

    Map<NodeId, Map<String, Object>> trees() {
        return Map.copyOf(trees);
    }

    /** Tells whether any of these looks into the output of this node. */
    boolean lookInto(NodeId node) {
        return templates.values().stream()
                .flatMap(template -> template.references().stream())
                .anyMatch(reference -> node.equals(reference.node()));
    }
}

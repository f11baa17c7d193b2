package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.PatchReader;
import dev.orchestrator.domain.definition.PatchReader.Reading;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.ports.out.WorkflowVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The configs of nodes as they are defined, with what operators changed of them, and changes to come. */
public final class ConfigPatches {
    private final WorkflowVersions definitions;
    private final PatchReader reader;

    public ConfigPatches(WorkflowVersions definitions, PatchReader reader) {
        this.definitions = definitions;
        this.reader = reader;
    }

    /** What this patch would make of the node's config. */
    CompletionStage<Reading> read(ExecutionState state, NodeId id, Object patch) {
        Node node = state.workflow().dag().find(id);
        if (node == null) {
            return CompletableFuture.completedStage(new Reading(null, List.of()));
        }
        return defined(state, id)
                .thenApply(config -> reader.read(state.workflow().dag(), node, config.orElse(null), patch));
    }

    /** The config of a node as it stands in this execution, with its templates; empty when it has none. */
    CompletionStage<Optional<Object>> defined(ExecutionState state, NodeId node) {
        Map<String, Object> patched = state.patchedConfig(node);
        if (patched != null) {
            return CompletableFuture.completedStage(Optional.of(patched));
        }
        return definitions.definition(state.workflowId()).thenApply(found -> found.map(Document::tree)
                .map(tree -> config(tree, node)));
    }

    private static @Nullable Object config(Object definition, NodeId wanted) {
        if (definition instanceof Map<?, ?> root
                && root.get("dag") instanceof Map<?, ?> dag
                && dag.get("nodes") instanceof List<?> nodes) {
            for (Object node : nodes) {
                if (node instanceof Map<?, ?> fields && wanted.value().equals(fields.get("id"))) {
                    return fields.get("config");
                }
            }
        }
        return null;
    }
}

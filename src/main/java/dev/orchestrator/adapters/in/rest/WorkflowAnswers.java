package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.NamedWorkflows.Shown;
import dev.orchestrator.ports.in.NamedWorkflows.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes named workflows as their users read them. */
final class WorkflowAnswers {
    private WorkflowAnswers() {}

    static Map<String, @Nullable Object> version(Version version) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", version.name());
        tree.put("version", version.number());
        tree.put("workflow_id", version.workflow().toString());
        tree.put("created_at", version.createdAt().toString());
        return tree;
    }

    /** A page of one row more than asked for has a next one. */
    static Map<String, @Nullable Object> page(List<Version> rows, int limit) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "workflows",
                rows.stream().limit(limit).map(WorkflowAnswers::version).toList());
        tree.put("next_cursor", rows.size() > limit ? rows.get(limit - 1).name() : null);
        return tree;
    }

    static Map<String, @Nullable Object> workflow(Shown shown, List<Version> rows, int limit) {
        Map<String, @Nullable Object> tree = version(shown.version());
        tree.put("definition", shown.definition());
        tree.put(
                "versions",
                rows.stream().limit(limit).map(WorkflowAnswers::version).toList());
        tree.put(
                "next_cursor",
                rows.size() > limit ? String.valueOf(rows.get(limit - 1).number()) : null);
        return tree;
    }
}

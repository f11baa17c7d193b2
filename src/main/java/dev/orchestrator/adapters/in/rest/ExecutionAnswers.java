package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.ports.in.ExecutionSummary;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.NodeView;
import dev.orchestrator.ports.in.ReadExecutions.Page;
import dev.orchestrator.ports.in.ReadExecutions.Results;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes executions as their users read them. */
final class ExecutionAnswers {
    private ExecutionAnswers() {}

    static Map<String, @Nullable Object> status(ExecutionView view) {
        Map<String, @Nullable Object> tree = summary(view.summary());
        tree.put("version", view.version());
        tree.put("node_statuses", nodeStatuses(view));
        Map<String, @Nullable Object> nodes = new LinkedHashMap<>();
        view.nodes().forEach(node -> nodes.put(node.id().value(), node(node)));
        tree.put("nodes", nodes);
        return tree;
    }

    static Map<String, String> nodeStatuses(ExecutionView view) {
        Map<String, String> states = new LinkedHashMap<>();
        view.nodes().forEach(node -> states.put(node.id().value(), node.state().name()));
        return states;
    }

    static Map<String, @Nullable Object> results(Results results) {
        Map<String, @Nullable Object> tree = ids(results.view().summary());
        tree.put("status", results.view().summary().status().name());
        tree.put("outputs", results.outputs());
        return tree;
    }

    static Map<String, @Nullable Object> page(Page page) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "executions",
                page.executions().stream().map(ExecutionAnswers::summary).toList());
        tree.put("next_cursor", page.next() == null ? null : page.next().toString());
        return tree;
    }

    static List<Map<String, Object>> problems(List<Problem> problems) {
        return problems.stream().map(Refusal::tree).toList();
    }

    private static Map<String, @Nullable Object> summary(ExecutionSummary summary) {
        Map<String, @Nullable Object> tree = ids(summary);
        tree.put("name", summary.name());
        tree.put("status", summary.status().name());
        tree.put("reason", summary.reason().isEmpty() ? null : summary.reason());
        tree.put("submitted_at", summary.submittedAt().toString());
        tree.put("triggered_at", text(summary.triggeredAt()));
        tree.put("ended_at", text(summary.endedAt()));
        return tree;
    }

    private static Map<String, @Nullable Object> ids(ExecutionSummary summary) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("execution_id", summary.id().toString());
        tree.put("workflow_id", summary.workflow().toString());
        return tree;
    }

    private static Map<String, @Nullable Object> node(NodeView node) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("state", node.state().name());
        tree.put("handler", node.handler());
        tree.put("attempt", node.attempt());
        tree.put("dispatch", node.dispatch());
        putIfAny(tree, "worker", node.worker());
        putIfAny(tree, "started_at", text(node.startedAt()));
        putIfAny(tree, "ended_at", text(node.endedAt()));
        putIfAny(tree, "retry_at", text(node.wakeAt()));
        putIfAny(tree, "error", error(node.failure()));
        putIfAny(
                tree,
                "skip_reason",
                Optional.ofNullable(node.skipReason()).map(Enum::name).orElse(null));
        return tree;
    }

    static @Nullable Map<String, Object> error(@Nullable Failure failure) {
        if (failure == null) {
            return null;
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", failure.code());
        error.put("category", failure.category().name());
        error.put("message", failure.message());
        return error;
    }

    private static void putIfAny(Map<String, @Nullable Object> tree, String name, @Nullable Object value) {
        if (value != null) {
            tree.put(name, value);
        }
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}

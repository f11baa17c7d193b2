package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.explanation.Sentences;
import dev.orchestrator.ports.in.ExplainExecutions.Explanation;
import dev.orchestrator.ports.in.ExplainExecutions.NodeReason;
import dev.orchestrator.ports.in.ExplainExecutions.Question;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes explanations as their users read them. */
final class ExplainAnswers {
    private ExplainAnswers() {}

    static Map<String, @Nullable Object> of(Explanation it, Question question) {
        Sentences sentences = new Sentences(it.at());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("execution_id", it.summary().id().toString());
        tree.put("workflow_id", it.summary().workflow().toString());
        tree.put("name", it.summary().name());
        tree.put("status", it.summary().status().name());
        tree.put("reason", it.summary().reason().isEmpty() ? null : it.summary().reason());
        tree.put("version", it.version());
        tree.put("at", it.at().toString());
        tree.put("code", it.standing().code().name());
        tree.put("message", sentences.of(it.standing()));
        if (it.summary().status() == ExecutionStatus.RUNNING) {
            putIfAny(tree, "timeout_at", text(it.standing().lifecycle().timeoutAt()));
        }
        tree.put("queue_state", it.queueState().name().toLowerCase(Locale.ROOT));
        tree.put("open_nodes", it.open());
        tree.put("limit", question.limit());
        tree.put("truncated", it.nodes().size() < it.open());
        tree.put("nodes", it.nodes().stream().map(node -> node(node, sentences)).toList());
        return tree;
    }

    private static Map<String, @Nullable Object> node(NodeReason it, Sentences sentences) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("node", it.node().value());
        tree.put("handler", it.handler());
        tree.put("state", it.state().name());
        tree.put("attempt", it.attempt());
        tree.put("dispatch", it.dispatch());
        tree.put("code", it.reason().code().name());
        tree.put("message", sentences.of(it.reason()));
        putIfAny(tree, "since", text(it.reason().since()));
        putIfAny(tree, "until", text(it.reason().until()));
        tree.putAll(ReasonFacts.of(it.reason()));
        return tree;
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

package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Report;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as their users read them. The names are a promise: clients know them, whatever the domain calls its
 * classes. Outputs are no part of it; they stand in the results.
 */
final class EventAnswers {
    private EventAnswers() {}

    static Map<String, @Nullable Object> page(ExecutionId id, List<Entry> entries, int after) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("execution_id", id.toString());
        tree.put(
                "events",
                entries.stream()
                        .flatMap(entry -> entry.events().stream().map(event -> event(event, () -> head(entry))))
                        .toList());
        tree.put(
                "next",
                entries.isEmpty() ? after : entries.get(entries.size() - 1).version());
        return tree;
    }

    static Map<String, @Nullable Object> version(Entry entry) {
        Map<String, @Nullable Object> tree = head(entry);
        tree.put("status", entry.status().name());
        tree.put(
                "events",
                entry.events().stream()
                        .map(event -> event(event, LinkedHashMap::new))
                        .toList());
        return tree;
    }

    static Map<String, @Nullable Object> end(Event.Ended end, int version) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("status", end.status().name());
        tree.put("reason", end.reason().isEmpty() ? null : end.reason());
        tree.put("version", version);
        return tree;
    }

    private static Map<String, @Nullable Object> head(Entry entry) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("version", entry.version());
        tree.put("at", entry.at().toString());
        return tree;
    }

    private static Map<String, @Nullable Object> event(Event event, Supplier<Map<String, @Nullable Object>> head) {
        return event.match(writers(new Fields(head.get()))).tree();
    }

    private static Event.Cases<Fields> writers(Fields out) {
        return new Event.Cases<>(
                e -> out.type("submitted").with("workflow_id", e.workflow().toString()),
                e -> out.type("triggered")
                        .with("params", e.params())
                        .with("simulated", e.simulation() != null)
                        .with("timeout_at", e.timeoutAt().toString()),
                e -> out.node("node_queued", e.node())
                        .with("attempt", e.attempt())
                        .with("dispatch", e.dispatch()),
                e -> out.node("node_started", e.node())
                        .with("dispatch", e.dispatch())
                        .with("worker", e.claim().worker()),
                e -> out.node("node_completed", e.node())
                        .with("dispatch", e.dispatch())
                        .report(e.report()),
                e -> out.node("node_retry_scheduled", e.node())
                        .with("dispatch", e.dispatch())
                        .report(e.report())
                        .with("error", ExecutionAnswers.error(e.failure()))
                        .with("retry_at", e.retryAt().toString()),
                e -> out.node("node_deferred", e.node())
                        .with("dispatch", e.dispatch())
                        .with("until", e.deferral().until().toString())
                        .with("reason", e.deferral().reason())
                        .ifAny("breaker", e.deferral().breaker()),
                e -> out.node("node_failed", e.node())
                        .with("dispatch", e.dispatch())
                        .report(e.report())
                        .with("error", ExecutionAnswers.error(e.failure()))
                        .with("dead_letter", e.deadLetter()),
                e -> out.node("node_skipped", e.node())
                        .with("skip_reason", e.reason().name()),
                e -> out.node("node_cancelled", e.node()),
                e -> out.node("node_reported_late", e.node())
                        .with("dispatch", e.dispatch())
                        .report(e.report())
                        .with("outcome", e.outcome().name())
                        .ifAny("error", e.failure() == null ? null : ExecutionAnswers.error(e.failure())),
                e -> out.node("node_revived", e.node()).ifAny("config", e.config()),
                e -> out.type("revived").with("timeout_at", e.timeoutAt().toString()),
                e -> out.type("ended")
                        .with("status", e.status().name())
                        .with("reason", e.reason().isEmpty() ? null : e.reason()));
    }

    /** The fields of one event, in the order they are put. */
    private record Fields(Map<String, @Nullable Object> tree) {
        Fields type(String type) {
            return with("type", type);
        }

        Fields node(String type, NodeId node) {
            return type(type).with("node", node.value());
        }

        Fields report(Report report) {
            return ifAny("worker", report.worker())
                    .ifAny("started_at", text(report.startedAt()))
                    .ifAny("ended_at", text(report.endedAt()));
        }

        Fields with(String name, @Nullable Object value) {
            tree.put(name, value);
            return this;
        }

        private Fields ifAny(String name, @Nullable Object value) {
            return value == null ? this : with(name, value);
        }

        private static @Nullable String text(@Nullable Instant at) {
            return at == null ? null : at.toString();
        }
    }
}

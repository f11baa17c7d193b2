package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Circuit;
import dev.orchestrator.domain.explanation.Reason;
import dev.orchestrator.domain.explanation.Sentences;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields that belong to one reason and not to others. */
final class ReasonFacts {
    private static final Reason.Cases<Map<String, @Nullable Object>> CASES = new Reason.Cases<>(
            it -> Map.of(),
            ReasonFacts::dependencies,
            ReasonFacts::queued,
            it -> waiting(it.queue(), it.ahead(), "NO_HANDLER"),
            it -> waiting(it.queue(), it.ahead(), "NO_HANDLER"),
            ReasonFacts::backingOff,
            it -> tree("wish", it.wish()),
            ReasonFacts::breakerOpen,
            it -> tree(
                    "worker",
                    it.worker(),
                    "worker_alive",
                    it.alive(),
                    "deadline",
                    it.deadline().toString()),
            it -> it.worker() == null
                    ? tree("overdue", it.overdue())
                    : tree("worker", it.worker(), "overdue", it.overdue()),
            it -> Map.of(),
            it -> Map.of(),
            it -> it.orchestrated() ? tree("redriven_within_seconds", Sentences.REDRIVEN_WITHIN.toSeconds()) : Map.of(),
            it -> tree("queue", it.queue()));

    private ReasonFacts() {}

    static Map<String, @Nullable Object> of(Reason reason) {
        return reason.match(CASES);
    }

    private static Map<String, @Nullable Object> dependencies(Reason.WaitsForDependencies it) {
        return tree(
                "trigger_rule",
                it.rule().name().toLowerCase(Locale.ROOT),
                "waiting_for",
                it.open().stream()
                        .map(one -> tree(
                                "node", one.id().value(), "state", one.state().name()))
                        .toList(),
                "dependencies",
                tree(
                        "waiting",
                        it.upstream().waiting(),
                        "completed",
                        it.upstream().completed(),
                        "skipped",
                        it.upstream().skipped(),
                        "failed",
                        it.upstream().failed()));
    }

    private static Map<String, @Nullable Object> queued(Reason.Queued it) {
        Map<String, @Nullable Object> tree = waiting(it.queue(), it.ahead(), "QUEUE_TIMEOUT");
        tree.put("workers", it.serving().workers());
        tree.put("slots", it.serving().slots());
        tree.put("busy", it.serving().busy());
        return tree;
    }

    private static Map<String, @Nullable Object> waiting(String queue, @Nullable Ahead ahead, String failsWith) {
        Map<String, @Nullable Object> tree = tree("queue", queue);
        if (ahead != null) {
            tree.put("ahead", ahead.count());
            tree.put("ahead_exact", ahead.exact());
        }
        tree.put("fails_with", failsWith);
        return tree;
    }

    private static Map<String, @Nullable Object> backingOff(Reason.BackingOff it) {
        return tree(
                "failed_attempt",
                it.attempt(),
                "max_attempts",
                it.maxAttempts(),
                "error",
                Objects.requireNonNull(ExecutionAnswers.error(it.failure())));
    }

    private static Map<String, @Nullable Object> breakerOpen(Reason.BreakerOpen it) {
        Map<String, @Nullable Object> tree = tree("breaker", it.breaker(), "breaker_reason", it.why());
        Circuit circuit = it.circuit();
        if (circuit != null) {
            tree.put("breaker_state", circuit.state());
            if (circuit.nextProbeAt() != null) {
                tree.put("next_probe_at", circuit.nextProbeAt().toString());
            }
        }
        return tree;
    }

    private static Map<String, @Nullable Object> tree(Object... namesAndValues) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return tree;
    }
}

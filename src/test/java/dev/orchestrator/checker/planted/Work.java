package dev.orchestrator.checker.planted;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The load of a trial: small workflows of every kind, and what their handlers do. The id of a node says how it behaves. */
final class Work {
    /** How an execution of each kind ends when no fault strikes. */
    static final Map<String, ExecutionStatus> EXPECTED = Map.of(
            "chain", ExecutionStatus.COMPLETED,
            "fan", ExecutionStatus.COMPLETED,
            "retry", ExecutionStatus.COMPLETED,
            "slow", ExecutionStatus.COMPLETED,
            "silent", ExecutionStatus.COMPLETED,
            "defer", ExecutionStatus.COMPLETED,
            "meet", ExecutionStatus.COMPLETED,
            "again", ExecutionStatus.COMPLETED,
            "once", ExecutionStatus.FAILED,
            "wide", ExecutionStatus.CANCELLED);

    static final List<String> KINDS = List.of(
            "chain", "fan", "retry", "dead", "once", "slow", "silent", "defer", "wide", "meet", "again", "again",
            "again", "fan");

    private Work() {}

    static Map<String, Object> definition(String kind, String name) {
        List<Object> nodes = new ArrayList<>();
        switch (kind) {
            case "chain" -> {
                nodes.add(node("ok-a", Map.of("config", Map.of("p", "{{ params.value }}"))));
                nodes.add(node("ok-b", Map.of("config", Map.of("v", "{{ ok-a.value }}")), "ok-a"));
                nodes.add(node("ok-c", Map.of("config", Map.of("v", "{{ ok-b.value ?? 'none' }} seen")), "ok-b"));
            }
            case "fan" -> {
                String[] parts = {"ok-1", "ok-2", "ok-3", "ok-4"};
                nodes.add(node("ok-root", Map.of()));
                for (String part : parts) {
                    nodes.add(node(part, Map.of("config", Map.of("v", "{{ ok-root.value }}")), "ok-root"));
                }
                List<Object> seen = Arrays.stream(parts)
                        .<Object>map(part -> "{{ " + part + ".value ?? 'none' }}")
                        .toList();
                nodes.add(node("ok-join", Map.of("config", Map.of("seen", seen)), parts));
            }
            case "meet" -> {
                nodes.add(node("ok-1", Map.of()));
                nodes.add(node("long-2", Map.of()));
                nodes.add(node("ok-join", Map.of(), "ok-1", "long-2"));
            }
            case "again" -> nodes.add(node("slow", Map.of("retry", Map.of("max_attempts", 3))));
            case "retry" -> nodes.add(node("flaky", Map.of("retry", Map.of("max_attempts", 3, "backoff_seconds", 2))));
            case "dead" -> {
                nodes.add(node("bad", Map.of("retry", Map.of("max_attempts", 2))));
                nodes.add(node("ok-after", Map.of(), "bad"));
            }
            case "once" -> nodes.add(node("silent", Map.of("at_most_once", true)));
            case "slow" -> nodes.add(node("slow", Map.of("retry", Map.of("max_attempts", 1))));
            case "silent" -> nodes.add(node("silent", Map.of("retry", Map.of("max_attempts", 3))));
            case "defer" -> nodes.add(node("defer", Map.of()));
            default -> IntStream.range(0, 40).forEach(i -> nodes.add(node("long-" + i, Map.of("queue", "slow"))));
        }
        return Map.of("name", name, "dag", Map.of("nodes", nodes));
    }

    private static Map<String, Object> node(String id, Map<String, Object> more, String... dependencies) {
        Map<String, Object> node = new java.util.LinkedHashMap<>(more);
        node.put("id", id);
        node.put("handler", "echo");
        node.put("dependencies", List.of(dependencies));
        return node;
    }

    /** What a handler does with a task. */
    static Plan plan(Task task, Instant now, RandomGenerator random) {
        Outcome good = new Outcome.Succeeded(new Value(Map.of("value", random.nextInt(10, 1_000))));
        Duration time = Duration.ofMillis(random.nextInt(100, 1_500));
        String id = task.node().value();
        if (id.startsWith("flaky") && task.attempt() < 3) {
            return new Plan(time, failed(ErrorCategory.RETRYABLE));
        } else if (id.startsWith("bad") && task.dispatch() == 1) {
            return new Plan(time, failed(ErrorCategory.PERMANENT));
        } else if (id.startsWith("silent") && task.dispatch() == 1) {
            return new Plan(time, null);
        } else if (id.startsWith("defer") && task.dispatch() == 1) {
            return new Plan(time, new Outcome.Deferred(now.plusSeconds(5), "not yet"));
        } else if (id.startsWith("slow")) {
            return new Plan(Duration.ofSeconds(40), good);
        }
        return new Plan(id.startsWith("long") ? Duration.ofSeconds(3) : time, good);
    }

    private static Outcome failed(ErrorCategory category) {
        return new Outcome.Failed(new Failure(category, "BOOM", "it broke"), null);
    }
}

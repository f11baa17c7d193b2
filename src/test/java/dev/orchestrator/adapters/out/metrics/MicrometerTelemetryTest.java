package dev.orchestrator.adapters.out.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is counted of executions that fail, are tried again, wait and end. */
class MicrometerTelemetryTest {
    private static final Object FAN = Map.of(
            "name",
            "fan",
            "on_failure",
            "continue",
            "dag",
            Map.of(
                    "nodes",
                    List.of(
                            Map.of("id", "good", "handler", "echo"),
                            Map.of("id", "flaky", "handler", "echo"),
                            Map.of("id", "bad", "handler", "echo"),
                            Map.of("id", "after", "handler", "echo", "dependencies", List.of("bad")))));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerTelemetry telemetry = new MicrometerTelemetry(registry);

    @Test
    void eachEventIsCountedOnce() {
        SimulatedCluster cluster = new SimulatedCluster(1).telemetry(telemetry);
        var one = cluster.whole("one");
        cluster.worker(
                "w", task -> new Plan(Duration.ofSeconds(2), outcome(task.node().value(), task.attempt())));
        ExecutionId id = ((Submitted.Stored) cluster.answer(cluster.submit(one, FAN))).execution();
        cluster.until("it ends", () -> cluster.ledger.state(id).status().isEnded());

        assertThat(count("workflow.executions.submitted")).isEqualTo(1);
        assertThat(count("workflow.executions.triggered")).isEqualTo(1);
        assertThat(count("workflow.executions.ended", "status", "failed")).isEqualTo(1);
        assertThat(count("workflow.executions.ended", "status", "completed")).isZero();
        assertThat(count("workflow.nodes.dispatched")).isEqualTo(4);
        assertThat(count("workflow.nodes.ended", "state", "completed")).isEqualTo(2);
        assertThat(count("workflow.nodes.ended", "state", "failed")).isEqualTo(1);
        assertThat(count("workflow.nodes.ended", "state", "skipped")).isEqualTo(1);
        assertThat(count("workflow.nodes.retried", "category", "retryable")).isEqualTo(1);
        assertThat(count("workflow.dead.letters", "category", "permanent")).isEqualTo(1);
        var duration = registry.get("workflow.execution.duration")
                .tag("status", "failed")
                .timer();
        assertThat(duration.count()).isEqualTo(1);
        assertThat(duration.totalTime(TimeUnit.SECONDS)).isGreaterThan(4);
        assertThat(registry.get("workflow.task.wait").timer().count()).isPositive();
    }

    private static Outcome outcome(String node, int attempt) {
        return switch (node) {
            case "bad" -> failed(ErrorCategory.PERMANENT);
            case "flaky" -> attempt == 1 ? failed(ErrorCategory.RETRYABLE) : new Outcome.Succeeded(new Value(1));
            default -> new Outcome.Succeeded(new Value(1));
        };
    }

    private static Outcome failed(ErrorCategory category) {
        return new Outcome.Failed(new Failure(category, "BOOM", "it broke"), null);
    }

    @Test
    void anAttemptIsLostWithItsWorker() {
        SimulatedCluster cluster = new SimulatedCluster(1).telemetry(telemetry);
        var one = cluster.whole("one");
        cluster.worker(
                "w",
                task -> new Plan(
                        Duration.ofSeconds(1), task.attempt() == 1 ? null : new Outcome.Succeeded(new Value(1))));
        Object single = Map.of("name", "s", "dag", Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo"))));
        ExecutionId id = ((Submitted.Stored) cluster.answer(cluster.submit(one, single))).execution();
        cluster.until("it ends", () -> cluster.ledger.state(id).status().isEnded());
        assertThat(count("workflow.attempts.lost")).isEqualTo(1);
        assertThat(count("workflow.nodes.retried", "category", "worker_lost")).isEqualTo(1);
    }

    @Test
    void queuesAreShownWhileTheyAreThere() {
        telemetry.queues(
                List.of(new QueueDepth("a", 3, Duration.ofMillis(1_500)), new QueueDepth("b", 0, Duration.ZERO)));
        assertThat(gauge("workflow.queue.depth", "a")).isEqualTo(3);
        assertThat(gauge("workflow.queue.oldest.age", "a")).isEqualTo(1.5);
        telemetry.queues(List.of(new QueueDepth("b", 1, Duration.ZERO)));
        assertThat(gauge("workflow.queue.depth", "b")).isEqualTo(1);
        assertThat(registry.find("workflow.queue.depth").tag("queue", "a").gauge())
                .isNull();
    }

    private double gauge(String name, String queue) {
        return registry.get(name).tag("queue", queue).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }
}

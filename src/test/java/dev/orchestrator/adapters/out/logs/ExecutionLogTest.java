package dev.orchestrator.adapters.out.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** The story of an execution at DEBUG, and what of it is told above. */
class ExecutionLogTest {
    private static final Object CHAIN = Map.of(
            "name",
            "chain",
            "dag",
            Map.of(
                    "nodes",
                    List.of(
                            Map.of("id", "a", "handler", "echo"),
                            Map.of("id", "b", "handler", "output", "dependencies", List.of("a")))));

    private final SimulatedCluster cluster = new SimulatedCluster(1).telemetry(new ExecutionLog());

    @Test
    void atDebugAnExecutionCanBeFollowedByItsId() {
        try (LogCapture log = LogCapture.json(Level.FINE)) {
            ExecutionId id = run(Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
            List<JsonNode> story = log.parsed().stream()
                    .filter(line -> line.at("/mdc/execution_id").asText().equals(id.toString()))
                    .toList();
            assertThat(story)
                    .extracting(line -> line.get("message").asText()
                            + line.at("/mdc/node_id").asText())
                    .containsExactly(
                            "Submitted",
                            "Triggered",
                            "Dispatcheda",
                            "Completeda",
                            "Dispatchedb",
                            "Completedb",
                            "Ended COMPLETED");
            JsonNode completed = story.get(5).get("mdc");
            assertThat(completed.get("handler").asText()).isEqualTo("output");
            assertThat(completed.get("worker").asText()).isEqualTo("w");
            assertThat(completed.get("attempt").asText()).isEqualTo("1");
        }
    }

    @Test
    void atInfoOnlyTroubleIsToldAndNoMessageOfAHandler() {
        try (LogCapture log = LogCapture.json(Level.INFO)) {
            run(Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
            assertThat(ofExecutions(log)).isEmpty();
            Failure failure = new Failure(ErrorCategory.PERMANENT, "HTTP_404 100%s", "secret: hunter2");
            run(task -> new Plan(Duration.ofMillis(10), new Outcome.Failed(failure, null)));
            List<JsonNode> lines = ofExecutions(log);
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0).get("level").asText()).isEqualTo("WARN");
            assertThat(lines.get(0).get("message").asText())
                    .isEqualTo("Failed for good, a dead letter: HTTP_404 100%s (PERMANENT)");
            assertThat(lines.get(0).at("/mdc/node_id").asText()).isEqualTo("a");
            assertThat(String.join("", log.lines())).doesNotContain("hunter2");
        }
    }

    private static List<JsonNode> ofExecutions(LogCapture log) {
        return log.parsed().stream()
                .filter(line -> line.at("/mdc").has("execution_id"))
                .toList();
    }

    private ExecutionId run(Function<Task, Plan> behaviour) {
        var process = cluster.whole("one-" + behaviour.hashCode());
        var worker = cluster.worker("w", behaviour);
        ExecutionId id = ((Submitted.Stored) cluster.answer(cluster.submit(process, CHAIN))).execution();
        cluster.until("it ends", () -> cluster.ledger.state(id).status().isEnded());
        worker.crash();
        return id;
    }
}

package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.out.metrics.MicrometerTelemetry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Invariant;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What never must be is counted and told, and the rest goes on. */
class ViolationsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SimulatedCluster cluster = new SimulatedCluster(1).telemetry(new MicrometerTelemetry(registry));

    @Test
    void aDecisionThatFailsIsCounted() {
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", task -> new Plan(Duration.ofSeconds(1), new Outcome.Succeeded(new UnreadableDocument())));
        cluster.submit(
                one, definition(node("bad"), with(node("after", "bad"), "config", Map.of("x", "{{ bad.value }}"))));
        cluster.loop.advance(Duration.ofMinutes(1));
        assertThat(cluster.expectedBugs()).anyMatch(line -> line.startsWith("A decision failed"));
        assertThat(count(Invariant.DECIDABLE)).isPositive();
        cluster.comesToRest(Duration.ofMinutes(1));
    }

    @Test
    void anExecutionThatCannotBeReadIsCounted() {
        SimulatedProcess one = cluster.whole("one");
        cluster.submit(one, with(definition(node("a")), "name", "bad"));
        cluster.loop.runUntilIdle();
        cluster.ledger.executions().forEach(cluster.ledger::state);
        one.crashAfter(0);
        cluster.makeUnreadable("bad");
        cluster.whole("two");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        cluster.loop.advance(Duration.ofSeconds(20));
        assertThat(cluster.expectedBugs()).isNotEmpty();
        assertThat(count(Invariant.READABLE)).isPositive();
        cluster.makeReadable();
        cluster.comesToRest();
    }

    @Test
    void answersThatNobodyAskedForAreCounted() {
        Violations violations = new Violations(new MicrometerTelemetry(registry));
        Mailbox asked = new Mailbox(new ExecutionId(new UUID(1, 1)), null);
        violations.answered(List.of(asked), new Appended(Set.of(asked.id), Map.of()));
        violations.answered(List.of(asked), new Appended(Set.of(), Map.of()));
        assertThat(count(Invariant.JOURNAL_ANSWERS)).isZero();
        ExecutionId other = new ExecutionId(new UUID(2, 2));
        violations.answered(List.of(asked), new Appended(Set.of(asked.id, other), Map.of()));
        violations.answered(
                List.of(asked, asked), new Appended(Set.of(asked.id), Map.of(asked.id, "cannot be stored")));
        assertThat(count(Invariant.JOURNAL_ANSWERS)).isEqualTo(2);
    }

    private double count(Invariant invariant) {
        return registry.counter(
                        "workflow.invariant.violations",
                        "invariant",
                        invariant.name().toLowerCase(Locale.ROOT))
                .count();
    }
}

package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashTest {
    private static final Object DIAMOND = definition(node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"));
    private static final int STEPS = 80;

    @Test
    void effectsThatDiedWithTheirProcessAreCarriedOutByAnother() {
        SimulatedCluster cluster = new SimulatedCluster(1).latency(Duration.ofMillis(50));
        SimulatedProcess one = cluster.process("one");
        cluster.whole("two");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        var call = cluster.submit(one, DIAMOND).toCompletableFuture();
        while (cluster.ledger.executions().isEmpty()) {
            cluster.loop.advance(Duration.ofMillis(1));
        }
        one.crashAfter(0);
        assertThat(call).isNotDone();
        cluster.until("its end", Duration.ofSeconds(10), cluster.ledger::allEnded);
        cluster.comesToRest();
    }

    /** One crashes after each number of steps: before and after each commit, each effect, each answer. */
    @ParameterizedTest
    @ValueSource(ints = {0, 20})
    @Defect("A crash between the commit in the database and the write to the cache")
    @Guarantee("G1")
    void aCrashAtAnyStepLosesNothing(int latencyMillis) {
        for (int steps = 0; steps < STEPS; steps++) {
            SimulatedCluster cluster = new SimulatedCluster(steps).latency(Duration.ofMillis(latencyMillis));
            cluster.whole("two");
            SimulatedProcess one = cluster.whole("one");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(30)));
            cluster.loop.advance(Duration.ofMillis(200));
            var call = cluster.submit(one, DIAMOND).toCompletableFuture();
            one.crashAfter(steps);
            cluster.loop.advance(Duration.ofSeconds(1));
            one.crashAfter(0);
            cluster.comesToRest(Duration.ofSeconds(12));
            assertThat(cluster.ledger.executions().isEmpty() && call.isDone())
                    .as("acknowledged, and not stored")
                    .isFalse();
            assertThat(cluster.ledger.executions())
                    .allSatisfy(
                            id -> assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.COMPLETED));
        }
    }
}

package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CancelTest {
    @Test
    void aCancelOrTheEndWinsAndNothingStartsAfterTheAnswer() {
        Map<ExecutionStatus, Integer> ends = new EnumMap<>(ExecutionStatus.class);
        Seeds.check(60, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(10));
            SimulatedProcess api = cluster.process("api");
            cluster.whole("other");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
            ExecutionId id = stored(cluster, api);
            cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(600)));
            Answer answer = cluster.answer(api.submissions.cancel(id, "enough"));
            long startedBefore = startsOf(cluster, id);
            cluster.comesToRest();
            ExecutionStatus end = cluster.ledger.state(id).status();
            assertThat(end == ExecutionStatus.CANCELLED).isEqualTo(answer instanceof Answer.Done);
            assertThat(startsOf(cluster, id)).as("starts after the answer").isEqualTo(startedBefore);
            ends.merge(end, 1, Integer::sum);
        });
        assertThat(ends).containsKey(ExecutionStatus.CANCELLED).hasSizeGreaterThan(1);
    }

    private static ExecutionId stored(SimulatedCluster cluster, SimulatedProcess api) {
        Object definition = RandomDags.definition(cluster.random, 1 + cluster.random.nextInt(12));
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private static long startsOf(SimulatedCluster cluster, ExecutionId id) {
        return cluster.started.stream()
                .filter(task -> task.execution().equals(id))
                .count();
    }
}

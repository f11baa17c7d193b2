package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CancelTest {
    private static final Object TWO_ROOTS = Map.of(
            "name",
            "two roots",
            "dag",
            Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo"), Map.of("id", "b", "handler", "echo"))));

    @Test
    @Defect("A cancel that leaves queued work running, or is overwritten")
    @Guarantee("G7")
    void aCancelOrTheEndWinsAndNothingStartsAfterTheAnswer() {
        Map<ExecutionStatus, Integer> ends = new EnumMap<>(ExecutionStatus.class);
        Seeds.check(60, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(10));
            SimulatedProcess api = cluster.process("api");
            cluster.whole("other");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
            ExecutionId id =
                    stored(cluster, api, RandomDags.definition(cluster.random, 1 + cluster.random.nextInt(12)));
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

    @Test
    void whatAWorkerStillSaysAfterACancelIsWrittenDownAndChangesNothing() {
        Seeds.check(20, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed);
            SimulatedProcess api = cluster.process("api");
            cluster.whole("other");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofSeconds(2)));
            ExecutionId id = stored(cluster, api, TWO_ROOTS);
            cluster.until("a task runs", () -> !cluster.started.isEmpty());
            cluster.answer(api.submissions.cancel(id, "enough"));
            ExecutionState atTheEnd = cluster.ledger.state(id);
            List<Task> running = List.copyOf(cluster.started);
            assertThat(running)
                    .allSatisfy(task ->
                            assertThat(atTheEnd.node(task.node()).unheard()).containsExactly(1));
            cluster.comesToRest();
            ExecutionState later = cluster.ledger.state(id);
            assertThat(later.lifecycle()).isEqualTo(atTheEnd.lifecycle());
            assertThat(later.version()).isGreaterThan(atTheEnd.version());
            assertThat(running).allSatisfy(task -> {
                assertThat(later.node(task.node()).unheard()).isEmpty();
                assertThat(later.node(task.node()).state()).isEqualTo(NodeState.CANCELLED);
            });
        });
    }

    /**
     * Defect: guards with a TTL that revive ended executions. A process learns minutes later that its trigger was stored;
     * by then the execution is cancelled, and its tombstone has crumbled.
     */
    @Test
    @Defect("Guards with a time to live that revive ended executions")
    void effectsThatComeAfterTheTombstoneStartNothing() {
        Seeds.check(20, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).databaseLatency(Duration.ofMinutes(10));
            SimulatedProcess slow = cluster.process("slow");
            cluster.databaseLatency(Duration.ZERO);
            SimulatedProcess fast = cluster.whole("fast");
            ExecutionId id = ((Submitted.Stored)
                            cluster.answer(fast.submissions.submit(new RunExecutions.Request(TWO_ROOTS, null, null))))
                    .execution();
            slow.submissions.trigger(id, Map.of(), null);
            while (cluster.ledger.state(id).status() == ExecutionStatus.PENDING) {
                cluster.loop.advance(Duration.ofMillis(100));
            }
            cluster.answer(fast.submissions.cancel(id, "enough"));
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
            cluster.loop.advance(Duration.ofMinutes(40));
            assertThat(cluster.started).isEmpty();
            cluster.comesToRest();
        });
    }

    /** A hot store that comes back with its data still has the tasks, and workers take them before anybody else comes. */
    @Test
    @Guarantee("G7")
    void aCancelIsAnsweredOnceTheHotStoreKnowsOfIt() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(cluster, api, TWO_ROOTS);
        cluster.redis.stop();
        var answer = api.submissions.cancel(id, "enough").toCompletableFuture();
        cluster.loop.advance(Duration.ofSeconds(3));
        assertThat(answer).isNotDone();
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.CANCELLED);
        cluster.redis.start();
        assertThat(cluster.answer(answer)).isInstanceOf(Answer.Done.class);
        cluster.whole("other");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        cluster.comesToRest();
        assertThat(cluster.started).isEmpty();
    }

    @Test
    void aCancelThatCannotBeMadeKnownIsNoneToRelyOn() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(cluster, api, TWO_ROOTS);
        cluster.redis.stop();
        var answer = api.submissions.cancel(id, "enough").toCompletableFuture();
        cluster.loop.advance(Duration.ofSeconds(30));
        assertThat(answer).isCompletedExceptionally();
        cluster.redis.start();
        cluster.whole("other");
        cluster.comesToRest();
    }

    @Test
    void aCancelDuringARebuildStartsNothingAfterItsAnswer() {
        Seeds.check(60, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(40));
            SimulatedProcess api = cluster.process("api");
            cluster.whole("other");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
            ExecutionId id = stored(cluster, api, RandomDags.definition(cluster.random, 12));
            cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(300)));
            cluster.redis.wipe();
            cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(1_200)));
            cluster.answer(api.submissions.cancel(id, "enough"));
            long startedBefore = startsOf(cluster, id);
            cluster.comesToRest();
            assertThat(startsOf(cluster, id)).as("starts after the answer").isEqualTo(startedBefore);
        });
    }

    private static ExecutionId stored(SimulatedCluster cluster, SimulatedProcess api, Object definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private static long startsOf(SimulatedCluster cluster, ExecutionId id) {
        return cluster.started.stream()
                .filter(task -> task.execution().equals(id))
                .count();
    }
}

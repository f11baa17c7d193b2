package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The clock of the hot store jumps by hours; those of the processes go on. At most attempts are made twice. */
class ClockJumpTest {
    private static final Duration HOURS = Duration.ofHours(3);
    private static final Failure BROKEN = new Failure(ErrorCategory.RETRYABLE, "BOOM", "it broke");

    @Test
    @Defect("A clock jump on the Redis host makes every idle time look expired")
    void jumpsInBothDirectionsDecideNothing() {
        Seeds.check(30, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(10));
            List<SimulatedProcess> processes =
                    List.of(cluster.whole("one"), cluster.process("two", Role.ORCHESTRATOR), cluster.whole("three"));
            cluster.worker("w1", mixed(cluster));
            cluster.worker("w2", mixed(cluster));
            for (int jump = 0; jump < 4; jump++) {
                for (int i = 0; i < 5; i++) {
                    cluster.submit(processes.get(cluster.random.nextInt(3)), layers());
                    cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(3_000)));
                }
                cluster.setRedisClock(cluster.random.nextBoolean() ? HOURS : HOURS.negated());
                cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(20_000)));
            }
            cluster.comesToRest(Duration.ofMinutes(20));
            cluster.ledger.executions().forEach(id -> assertNoFalseTimeout(cluster, id));
            processes.forEach(cluster::showsTheTruth);
        });
    }

    private static void assertNoFalseTimeout(SimulatedCluster cluster, ExecutionId id) {
        var state = cluster.ledger.state(id);
        assertThat(state.lifecycle().reason()).isNotEqualTo("TIMED_OUT");
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            if (state.node(index).state() == NodeState.FAILED) {
                assertThat(Objects.requireNonNull(state.node(index).failure()).code())
                        .isIn("BOOM", "WORKER_LOST");
            }
        }
    }

    /** A day that is over by the store's clock, and by no other. */
    @Test
    void aTimeoutIsNotFoundToHavePassedByAJump() {
        SimulatedCluster cluster = new SimulatedCluster(1).latency(Duration.ofMillis(5));
        SimulatedProcess api = cluster.whole("one");
        Object slow = with(definition(node("a")), "timeout_seconds", 120);
        ExecutionId id = submitted(cluster, api, slow);
        cluster.loop.advance(Duration.ofSeconds(30));
        cluster.setRedisClock(HOURS);
        cluster.loop.advance(Duration.ofSeconds(60));
        assertThat(cluster.ledger.state(id).status().isEnded()).isFalse();
        cluster.until("it times out when its time is up", Duration.ofSeconds(31), cluster.ledger::allEnded);
        assertThat(cluster.ledger.state(id).lifecycle().reason()).isEqualTo("TIMED_OUT");
    }

    /** By how much clocks differ does not matter to what is set afterwards. */
    @Test
    void aRetryIsDueAsAskedWhereTheClocksDiffer() {
        for (Duration ahead : List.of(HOURS, HOURS.negated())) {
            SimulatedCluster cluster = new SimulatedCluster(2).latency(Duration.ofMillis(5));
            cluster.setRedisClock(ahead);
            SimulatedProcess api = cluster.whole("one");
            cluster.worker("w", failingOnce());
            ExecutionId id = submitted(cluster, api, retried(20));
            cluster.comesToRest(Duration.ofMinutes(1));
            assertThat(retryDelay(cluster, id)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        }
    }

    @Test
    void nothingWaitsForTheClockThatWentBack() {
        SimulatedCluster cluster = new SimulatedCluster(3).latency(Duration.ofMillis(5));
        SimulatedProcess api = cluster.whole("one");
        var killed = cluster.worker(
                "killed", task -> new Plan(Duration.ofSeconds(50), new Outcome.Deferred(Instant.MIN, "")));
        submitted(cluster, api, definition(node("leased")));
        cluster.until("it runs", () -> cluster.started.size() == 1);
        killed.crash();
        cluster.worker("w", failingOnce());
        ExecutionId retrying = submitted(cluster, api, retried(20));
        cluster.loop.advance(Duration.ofSeconds(2));
        cluster.setRedisClock(HOURS.negated());
        cluster.until("the dead worker's lease ran out", Duration.ofSeconds(32), cluster.ledger::allEnded);
        assertThat(retryDelay(cluster, retrying)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
        cluster.comesToRest();
    }

    /** An orchestrator that died before the clock went back does not keep its lanes until the old time has come. */
    @Test
    void aMemberThatDiedBeforeTheClockWentBackIsForgotten() {
        SimulatedCluster cluster = new SimulatedCluster(4).latency(Duration.ofMillis(5));
        SimulatedProcess one = cluster.whole("one");
        SimulatedProcess dead = cluster.process("dead", Role.ORCHESTRATOR);
        cluster.loop.advance(Duration.ofSeconds(3));
        dead.crashAfter(0);
        cluster.setRedisClock(HOURS.negated());
        cluster.worker("w", task -> new Plan(Duration.ZERO, new Outcome.Succeeded(new Value(Map.of()))));
        for (int i = 0; i < 16; i++) {
            submitted(cluster, one, definition(node("a")));
        }
        cluster.comesToRest(Duration.ofSeconds(20));
    }

    private static ExecutionId submitted(SimulatedCluster cluster, SimulatedProcess api, Object definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private static Object retried(int seconds) {
        return definition(with(node("a"), "retry", object("backoff_seconds", seconds, "jitter", 0)));
    }

    /** From the failure to the second start. */
    private static Duration retryDelay(SimulatedCluster cluster, ExecutionId id) {
        Instant failed = Instant.MAX;
        for (var entry : cluster.store.entries(id, 0)) {
            if (entry.events().stream().anyMatch(event -> event instanceof Event.NodeRetryScheduled)) {
                failed = entry.at();
            } else if (entry.events().stream().anyMatch(event -> event instanceof Event.NodeQueued)
                    && entry.at().isAfter(failed)) {
                return Duration.between(failed, entry.at());
            }
        }
        throw new AssertionError("no retry");
    }

    private static Function<Task, Plan> failingOnce() {
        return task -> new Plan(
                Duration.ofMillis(100),
                task.attempt() == 1 ? new Outcome.Failed(BROKEN, null) : new Outcome.Succeeded(new Value(Map.of())));
    }

    private static Function<Task, Plan> mixed(SimulatedCluster cluster) {
        Random random = new Random(cluster.random.nextLong());
        return task -> {
            int dice = random.nextInt(100);
            Duration time = Duration.ofMillis(random.nextInt(dice < 20 ? 30_000 : 2_000));
            if (dice < 75) {
                return new Plan(time, new Outcome.Succeeded(new Value(Map.of())));
            } else if (dice < 90) {
                return new Plan(
                        time, new Outcome.Deferred(cluster.loop.now().plusSeconds(random.nextInt(60)), "later"));
            }
            return new Plan(time, dice < 98 ? new Outcome.Failed(BROKEN, null) : null);
        };
    }

    /** Nodes in three layers, of which some wait for others, and a branch that fails stops no other. */
    @SuppressWarnings("unchecked")
    private static Object layers() {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            nodes.add(i < 3 ? node("n" + i) : with(node("n" + i, "n" + (i - 3)), "trigger_rule", "all_done"));
        }
        return with(definition(nodes.toArray(Map[]::new)), "on_failure", "continue");
    }
}

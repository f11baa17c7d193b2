package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.in.ReadExecutions.Results;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Workers that die, and workers that stop past their lease and go on. Times are exact: the clock is virtual. */
class LostWorkersTest {
    /** What simulated workers ask for, and the most that it may take beyond. */
    private static final Duration LEASE_AND_FIVE = Duration.ofSeconds(25 + 5);

    private static final int BEAT_MILLIS = 25_000 / 3;
    private static final NodeId A = new NodeId("a");

    @Test
    @Guarantee("G8")
    void aKilledWorkersAttemptIsTheNextOnesWithinTheLeaseAndFiveSeconds() {
        Duration longest = Duration.ZERO;
        for (int millis = 0; millis < 2 * BEAT_MILLIS; millis += 250) {
            Duration took = untilTheNextHasIt(Duration.ofMillis(millis));
            longest = took.compareTo(longest) > 0 ? took : longest;
        }
        assertThat(longest).isBetween(Duration.ofSeconds(25), LEASE_AND_FIVE);
        System.out.println("A killed worker's attempt is started by the next one after " + longest + " at the most");
    }

    /** From the kill, at this time after its start, to the start of the next attempt. */
    private static Duration untilTheNextHasIt(Duration killedAfter) {
        SimulatedCluster cluster = new SimulatedCluster(killedAfter.toMillis()).latency(Duration.ofMillis(10));
        SimulatedProcess api = cluster.whole("one");
        SimulatedWorker killed = cluster.worker("killed", ending(Duration.ofSeconds(50)));
        ExecutionId id = submitted(cluster, api, definition(node("a")));
        cluster.until("it runs", () -> cluster.started.size() == 1);
        cluster.loop.advance(killedAfter);
        killed.crash();
        Instant at = cluster.loop.now();
        cluster.worker("next", ending(Duration.ofMillis(100)));
        cluster.comesToRest(Duration.ofMinutes(1));
        Event.NodeRetryScheduled lost = only(cluster, id, Event.NodeRetryScheduled.class);
        assertThat(lost.failure().code()).isEqualTo("WORKER_LOST");
        assertThat(lost.dispatch()).isEqualTo(1);
        assertThat(lost.report().worker()).isEqualTo("killed");
        Event.NodeCompleted completed = only(cluster, id, Event.NodeCompleted.class);
        assertThat(completed.dispatch()).isEqualTo(2);
        assertThat(completed.report().worker()).isEqualTo("next");
        assertThat(cluster.started).extracting(Task::attempt).containsExactly(1, 2);
        return Duration.between(at, completed.report().startedAt());
    }

    /** The report of the worker that was stopped comes when the execution has ended. */
    @Test
    void aWorkerStoppedPastItsLeaseChangesNothingOfWhatHasEnded() {
        aWorkerStoppedPastItsLeaseChangesNothing(definition(node("a")), "a ended");
    }

    /** The report comes while the node that followed on the other's output still runs. */
    @Test
    void aWorkerStoppedPastItsLeaseChangesNothingOfWhatRuns() {
        aWorkerStoppedPastItsLeaseChangesNothing(definition(node("a"), node("b", "a")), "b runs");
    }

    private static void aWorkerStoppedPastItsLeaseChangesNothing(Object definition, String until) {
        SimulatedCluster cluster = new SimulatedCluster(7).latency(Duration.ofMillis(10));
        SimulatedProcess api = cluster.whole("one");
        SimulatedWorker stopped = cluster.worker("stopped", saying("stopped", Duration.ofSeconds(5)));
        ExecutionId id = submitted(cluster, api, definition);
        cluster.until("it runs", () -> cluster.started.size() == 1);
        cluster.loop.advance(Duration.ofSeconds(1));
        stopped.stop();
        cluster.worker("other", saying("other", Duration.ofSeconds(20)));
        boolean one = until.equals("a ended");
        cluster.until(until, () -> one ? cluster.ledger.allEnded() : cluster.started.size() == 3);
        int version = cluster.ledger.state(id).version();
        List<Object> shown = shown(cluster, id);
        stopped.wake();
        cluster.comesToRest(Duration.ofMinutes(2));
        assertThat(shown(cluster, id)).isEqualTo(shown);
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(cluster.ledger.state(id).version()).isGreaterThanOrEqualTo(version);
        Results results = cluster.answer(api.reader.results(id)).orElseThrow();
        assertThat(results.outputs().values().stream().map(it -> it.tree()))
                .as("outputs")
                .allMatch(tree -> tree.equals(Map.of("by", "other")));
        assertThat(cluster.started.stream().map(Task::attempt))
                .containsExactlyElementsOf(one ? List.of(1, 2) : List.of(1, 2, 1));
    }

    private static List<Object> shown(SimulatedCluster cluster, ExecutionId id) {
        var node = cluster.ledger.state(id).node(A);
        return List.of(node.state(), node.attempt(), node.dispatch(), node.report());
    }

    private static ExecutionId submitted(SimulatedCluster cluster, SimulatedProcess api, Object definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private static Function<Task, Plan> ending(Duration after) {
        return saying("anybody", after);
    }

    private static Function<Task, Plan> saying(String who, Duration after) {
        return task -> new Plan(after, new Outcome.Succeeded(new Value(Map.of("by", who))));
    }

    private static <E extends Event> E only(SimulatedCluster cluster, ExecutionId id, Class<E> kind) {
        Stream<Event> events = cluster.store.entries(id, 0).stream().flatMap(entry -> entry.events().stream());
        List<E> found = events.filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}

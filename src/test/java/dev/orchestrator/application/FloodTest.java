package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand things fall due at once. On the virtual clock no time passes while they are worked off. */
class FloodTest {
    private static final int EXECUTIONS = 10;
    private static final int NODES = 1_000;
    private static final Duration LEASE = Duration.ofSeconds(25);
    private static final Failure BROKEN = new Failure(ErrorCategory.RETRYABLE, "BOOM", "it broke");

    @Test
    void tenThousandRetriesDueInTheSameSecondStallNobody() {
        Order order = new Order();
        SimulatedCluster cluster = new SimulatedCluster(1).telemetry(order);
        SimulatedProcess one = cluster.whole("one");
        Instant due = cluster.loop.now().plusSeconds(90);
        cluster.worker(
                        "w",
                        task -> task.attempt() == 1 && task.node().value().startsWith("n")
                                ? new Plan(
                                        Duration.ZERO,
                                        new Outcome.Failed(BROKEN, Duration.between(cluster.loop.now(), due)))
                                : new Plan(Duration.ZERO, new Outcome.Succeeded(new Value(Map.of()))))
                .slots(2_000);
        for (int i = 0; i < EXECUTIONS; i++) {
            cluster.answer(cluster.submit(one, wide()));
        }
        cluster.until("all wait", () -> order.count(Event.NodeRetryScheduled.class) == EXECUTIONS * NODES);
        assertThat(cluster.loop.now()).isBefore(due);
        order.atTheHalf(() -> cluster.submit(one, definition(node("x"))));
        cluster.comesToRest(Duration.ofMinutes(10));
        assertThat(order.retriedAt)
                .as("a full page is followed by the next at once")
                .hasSize(EXECUTIONS * NODES)
                .allSatisfy(at -> assertThat(at).isBetween(due, due.plusMillis(200)));
        ExecutionId newcomer =
                ((Submitted.Stored) order.newcomer.toCompletableFuture().join()).execution();
        assertThat(order.completed.indexOf(newcomer))
                .as("it went on in the middle of the flood")
                .isLessThan(EXECUTIONS * NODES * 95 / 100);
        assertThat(order.completed).hasSize(EXECUTIONS * NODES + 1);
    }

    @Test
    void tenThousandLeasesThatRunOutAreTakenBackAtOnce() {
        Order order = new Order();
        SimulatedCluster cluster = new SimulatedCluster(2).telemetry(order);
        SimulatedProcess one = cluster.whole("one");
        Function<Task, Plan> succeeding =
                task -> new Plan(Duration.ofSeconds(40), new Outcome.Succeeded(new Value(Map.of())));
        cluster.worker("live", succeeding).slots(3);
        cluster.answer(cluster.submit(one, definition(node("l1"), node("l2"), node("l3"))));
        cluster.until("they run", () -> cluster.started.size() == 3);
        var silent = cluster.worker("silent", task -> new Plan(Duration.ZERO, null));
        for (int i = 0; i < EXECUTIONS; i++) {
            cluster.answer(cluster.submit(one, wide()));
        }
        cluster.until("all are leased", () -> cluster.started.size() == 3 + EXECUTIONS * NODES);
        silent.crash();
        Instant latest = cluster.loop.now().plus(LEASE).plusMillis(200);
        cluster.worker("next", task -> new Plan(Duration.ZERO, new Outcome.Succeeded(new Value(Map.of()))))
                .slots(2_000);
        cluster.comesToRest(Duration.ofMinutes(5));
        assertThat(order.lostAt).hasSize(EXECUTIONS * NODES).allSatisfy(at -> assertThat(at)
                .isBeforeOrEqualTo(latest));
        assertThat(cluster.started).hasSize(3 + 2 * EXECUTIONS * NODES);
    }

    @SuppressWarnings("unchecked")
    private static Object wide() {
        Map<String, Object>[] nodes = IntStream.range(0, NODES)
                .mapToObj(i -> with(node("n" + i), "retry", object("jitter", 0)))
                .toArray(Map[]::new);
        return definition(nodes);
    }

    /** Notes in which order versions were stored. */
    private static final class Order implements Telemetry {
        final List<Instant> retriedAt = new ArrayList<>();
        final List<Instant> lostAt = new ArrayList<>();
        final List<ExecutionId> completed = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private Supplier<CompletionStage<Submitted>> half;
        CompletionStage<Submitted> newcomer;

        void atTheHalf(Supplier<CompletionStage<Submitted>> submission) {
            half = submission;
        }

        long count(Class<? extends Event> kind) {
            return events.stream().filter(kind::isInstance).count();
        }

        @Override
        public void recorded(ExecutionState before, ExecutionState after, Entry entry) {
            for (Event event : entry.events()) {
                if (event instanceof Event.NodeQueued queued && queued.attempt() == 2) {
                    retriedAt.add(entry.at());
                } else if (event instanceof Event.NodeRetryScheduled scheduled) {
                    events.add(event);
                    if (scheduled.failure().code().equals("WORKER_LOST")) {
                        lostAt.add(entry.at());
                    }
                } else if (event instanceof Event.NodeCompleted) {
                    completed.add(after.id());
                }
            }
            if (half != null && newcomer == null && retriedAt.size() >= EXECUTIONS * NODES / 2) {
                newcomer = half.get();
            }
        }

        @Override
        public void committed(int won, int lost, int refused, long nanos) {}

        @Override
        public void rejected(int commands) {}

        @Override
        public void lettersClosed(DeadLetters.Status how, int letters) {}

        @Override
        public void redriven(Cause cause, int executions) {}

        @Override
        public void quarantined(Quarantine.Kind kind, int count) {}

        @Override
        public void queues(List<QueueDepth> depths) {}
    }
}

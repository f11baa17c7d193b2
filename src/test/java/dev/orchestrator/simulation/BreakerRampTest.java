package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.application.worker.Codec;
import dev.orchestrator.application.worker.HandlerRegistry;
import dev.orchestrator.application.worker.Worker;
import dev.orchestrator.application.worker.WorkerSettings;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.BreakerWatch;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A thousand tasks behind an open breaker of a service that comes back (reliability, "Wrong answers": an open breaker that
 * burns the attempts of innocent executions). The clock is virtual, so the ramp is held to the millisecond.
 */
class BreakerRampTest {
    private static final Rules RULES = new Rules(5, Duration.ofSeconds(60), 2);
    private static final String NAME = "service/api.test:443";
    private static final int EXECUTIONS = 100;
    private static final int NODES = 10;

    private final SimulatedCluster cluster = new SimulatedCluster(1);
    private final Service service = new Service();
    private final Watch watch = new Watch();
    private final Breakers breakers = cluster.redis.connect(cluster.loop).breakers();

    @Test
    void whatWasDeferredComesOnARampAndNobodyUsesAnAttempt() {
        SimulatedProcess process = cluster.whole("engine");
        List.of("w1", "w2", "w3").forEach(this::worker);
        trip();
        Instant openUntil = cluster.loop.now().plus(RULES.recovery());
        IntStream.range(0, EXECUTIONS).forEach(i -> cluster.answer(cluster.submit(process, definition(i))));
        cluster.until("all are deferred", () -> watch.deferred == EXECUTIONS * NODES);
        assertThat(service.calls).isEmpty();
        cluster.comesToRest();
        assertThat(service.calls).hasSize(EXECUTIONS * NODES);
        assertThat(service.calls.get(0)).isEqualTo(openUntil);
        cluster.ledger.executions().forEach(id -> allWentWell(cluster.ledger.state(id)));
        theRampWasHeld();
        assertThat(watch.deferred).isLessThan(3 * EXECUTIONS * NODES);
    }

    private static void allWentWell(ExecutionState state) {
        assertThat(state.status()).isEqualTo(ExecutionStatus.COMPLETED);
        for (int node = 0; node < NODES; node++) {
            assertThat(state.node(node).state()).isEqualTo(NodeState.COMPLETED);
            assertThat(state.node(node).attempt()).isEqualTo(1);
            assertThat(state.node(node).dispatch()).isGreaterThan(1);
        }
    }

    private void theRampWasHeld() {
        List<Instant> probes = service.calls.stream()
                .filter(call -> call.isBefore(watch.closedAt))
                .toList();
        assertThat(probes).hasSize(RULES.probes());
        long passed = 0;
        for (Instant call : service.calls.subList(probes.size(), service.calls.size())) {
            passed++;
            long since = Duration.between(watch.closedAt, call).toMillis();
            assertThat(passed).as("calls until %d ms after the closing", since).isLessThanOrEqualTo(places(since));
        }
        Duration all = Duration.between(watch.closedAt, service.calls.get(service.calls.size() - 1));
        assertThat(all).isLessThan(Duration.ofSeconds(11));
    }

    /** As many a second as there are probes, twice as many in each next. */
    private static long places(long millis) {
        double whole = RULES.probes() * (Math.pow(2, millis / 1_000) - 1);
        return (long) (whole + RULES.probes() * Math.pow(2, millis / 1_000) * (millis % 1_000) / 1_000) + 1;
    }

    private void trip() {
        for (int i = 0; i < RULES.failures(); i++) {
            Answer.Go go = (Answer.Go) cluster.answer(breakers.ask(NAME, RULES, Duration.ofSeconds(60)));
            cluster.answer(breakers.report(NAME, RULES, go.ticket(), Result.failed("HTTP_503")));
        }
    }

    private static Map<String, Object> definition(int number) {
        List<Object> nodes = IntStream.range(0, NODES)
                .<Object>mapToObj(i -> Map.of(
                        "id", "n" + i, "handler", "service", "retry", Map.of("max_attempts", 1), "config", Map.of()))
                .toList();
        return Map.of("name", "w" + number, "dag", Map.of("nodes", nodes));
    }

    private void worker(String name) {
        HandlerRegistry handlers = HandlerRegistry.of(List.of(service));
        new Worker(
                        WorkerSettings.of(name, handlers.names()),
                        handlers,
                        new Codec(Json.STORED::parse, Json::write),
                        cluster.redis.connect(cluster.loop).tasks(),
                        cluster.loop,
                        Runnable::run)
                .guardedBy(breakers, RULES, watch)
                .start();
    }

    private final class Service implements TaskHandler {
        private final List<Instant> calls = new ArrayList<>();

        @Override
        public String name() {
            return "service";
        }

        @Override
        public Optional<String> dependsOn(TaskContext task) {
            return Optional.of("api.test:443");
        }

        @Override
        public CompletionStage<TaskResult> run(TaskContext task) {
            calls.add(cluster.loop.now());
            return task.pause(Duration.ofMillis(50)).thenApply(over -> TaskResult.done(Map.of()));
        }
    }

    private final class Watch implements BreakerWatch {
        private int deferred;
        private Instant closedAt = Instant.MAX;

        @Override
        public void deferred(String handler) {
            deferred++;
        }

        @Override
        public void entered(String handler, State state) {
            closedAt = state == State.CLOSED ? cluster.loop.now() : closedAt;
        }
    }
}

package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.Fittings;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A hot store that is stopped, not gone: it answers nothing, until it goes on. */
class SilentStoreTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Object ONE_NODE =
            Map.of("name", "one", "dag", Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo"))));

    private final SilentState silent = new SilentState();
    private final SimulatedCluster cluster = new SimulatedCluster(1);

    @Test
    void callersAreAnsweredAsSoonAsItIsDurableAndItStartsAfterwards() {
        SimulatedProcess api = silentApi();
        CompletableFuture<Submitted> submitted = cluster.submit(api, ONE_NODE).toCompletableFuture();
        cluster.loop.advance(SOON);
        assertThat(submitted).isDone();
        ExecutionId id = ((Submitted.Stored) submitted.join()).execution();
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.RUNNING);
        silent.speak();
        cluster.comesToRest();
    }

    @Test
    void whoAskedForAnEndWaitsForIt() {
        SimulatedProcess api = silentApi();
        CompletableFuture<Submitted> submitted = cluster.submit(api, ONE_NODE).toCompletableFuture();
        cluster.loop.advance(SOON);
        ExecutionId id = ((Submitted.Stored) submitted.join()).execution();
        CompletableFuture<Answer> cancelled =
                api.submissions.cancel(id, "enough").toCompletableFuture();
        cluster.loop.advance(SOON);
        assertThat(cancelled).isNotDone();
        silent.speak();
        assertThat(cluster.answer(cancelled)).isInstanceOf(Answer.Done.class);
        cluster.comesToRest();
    }

    private SimulatedProcess silentApi() {
        cluster.fittings(new Fittings() {
            @Override
            public Ports ports(Ports real) {
                silent.real = real.live();
                return new Ports(
                        silent,
                        real.tasks(),
                        real.completions(),
                        real.upkeep(),
                        real.members(),
                        real.ends(),
                        real.progress(),
                        real.limits(),
                        real.whereabouts(),
                        real.breakers());
            }
        });
        SimulatedProcess api = cluster.process("api");
        cluster.fittings(Fittings.NONE);
        cluster.whole("other");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        return api;
    }

    /** Keeps changes until it may speak. */
    private static final class SilentState implements LiveState {
        private final List<Runnable> kept = new ArrayList<>();
        private LiveState real = this;
        private boolean speaks;

        void speak() {
            speaks = true;
            kept.forEach(Runnable::run);
        }

        @Override
        public String store() {
            return real == this ? "" : real.store();
        }

        @Override
        public CompletionStage<Reply> apply(Change change) {
            if (speaks) {
                return real.apply(change);
            }
            CompletableFuture<Reply> later = new CompletableFuture<>();
            kept.add(() -> real.apply(change).thenAccept(later::complete));
            return later;
        }

        @Override
        public CompletionStage<Void> acknowledge(Collection<Receipt> receipts) {
            return real.acknowledge(receipts);
        }

        @Override
        public CompletionStage<Optional<LiveExecution>> read(ExecutionId id) {
            return real.read(id);
        }
    }
}

package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A worker asks before it calls the handler of a node that may be started once. */
class AtMostOnceTest {
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private final Bench bench = new Bench();
    private final Puppet puppet = bench.puppet;

    private Command.Start asked() {
        List<Command.Start> starts = bench.starts();
        assertThat(starts).hasSize(1);
        return starts.get(0);
    }

    @Test
    void theHandlerIsCalledOnceItsStartIsGrantedAndItsTimeBeginsThen() {
        bench.worker(2);
        bench.triggerOnce(1, "puppet");
        bench.loop.advance(Bench.NODE_TIMEOUT.plus(Bench.LEASE));
        assertThat(puppet.calls).isEmpty();
        Command.Start start = asked();
        assertThat(start.claim().worker()).isEqualTo("worker-1");
        assertThat(start.claim().lease()).isEqualTo(Bench.LEASE);
        bench.decide(start);
        Instant granted = bench.loop.now();
        bench.loop.advance(MOMENT);
        assertThat(puppet.calls).hasSize(1);
        assertThat(puppet.calls.get(0).deadline()).isAfterOrEqualTo(granted.plus(Bench.NODE_TIMEOUT));
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.completions.get(0).report().startedAt()).isAfterOrEqualTo(granted);
    }

    @Test
    void anotherClaimIsDroppedAndTheSlotIsFree() {
        Worker worker = bench.worker(1);
        bench.triggerOnce(1, "puppet");
        Command.Start mine = asked();
        assertThat(worker.busy()).isOne();
        bench.decide(new Command.Start(
                new NodeId("n0"),
                1,
                new Claim("worker-2", "its own", mine.claim().lease())));
        bench.loop.advance(MOMENT);
        assertThat(worker.busy()).isZero();
        assertThat(puppet.calls).isEmpty();
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void aLongOutageOfTheStoreStartsNothingTwice() {
        bench.worker(1);
        bench.triggerOnce(1, "puppet");
        bench.decide(asked());
        bench.redis.stop();
        bench.loop.advance(Duration.ofMinutes(3));
        assertThat(puppet.calls).isEmpty();
        bench.redis.start();
        bench.loop.advance(MOMENT);
        assertThat(puppet.calls).hasSize(1);
        bench.restore();
        bench.loop.advance(Bench.LEASE);
        assertThat(puppet.calls).hasSize(1);
        assertThat(puppet.cancelled).isEmpty();
    }

    @Test
    void aWipeInMidRunNeitherStopsNorRepeatsIt() {
        Worker worker = bench.worker(2);
        bench.triggerOnce(1, "puppet");
        bench.decide(asked());
        bench.loop.advance(MOMENT);
        bench.redis.wipe();
        bench.await(bench.ports.upkeep().identify());
        bench.restore();
        bench.loop.advance(Bench.LEASE);
        assertThat(puppet.calls).hasSize(1);
        assertThat(puppet.cancelled).isEmpty();
        assertThat(worker.busy()).isOne();
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void aCancelBeforeTheStartCallsNothing() {
        Worker worker = bench.worker(1);
        bench.triggerOnce(1, "puppet");
        asked();
        bench.decide(new Command.Cancel("enough"));
        bench.loop.advance(MOMENT);
        assertThat(worker.busy()).isZero();
        assertThat(puppet.calls).isEmpty();
    }

    @Test
    void aDrainWaitsForTheAnswerAndTheRun() {
        Worker worker = bench.worker(1);
        bench.triggerOnce(2, "puppet");
        Command.Start start = asked();
        CompletableFuture<Void> drained =
                worker.drain(Duration.ofSeconds(20)).toCompletableFuture().thenAccept(nothing -> {});
        bench.loop.advance(MOMENT);
        assertThat(drained).isNotDone();
        bench.decide(start);
        bench.loop.advance(MOMENT);
        assertThat(puppet.calls).hasSize(1);
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        assertThat(drained).isCompleted();
    }

    @Test
    void anOpenBreakerIsAskedBeforeTheStart() {
        Dependent handler = new Dependent();
        bench.with(handler).guardedBy(new Breakers.Rules(1, Duration.ofSeconds(60), 1));
        bench.worker(2);
        Map<String, Object> config = Map.of("host", "api.example.com:443");
        bench.trigger(1, handler.name(), handler.name(), config);
        bench.loop.runUntilIdle();
        handler.puppet.end(0, TaskResult.retryable("HTTP_503", "down"));
        bench.outcomes();
        bench.triggerOnce(1, handler.name(), config);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Deferred.class);
        bench.decide(bench.completions.get(0));
        bench.loop.advance(Duration.ofSeconds(60));
        bench.decide(new Command.Wake(new NodeId("n0"), 1));
        bench.decide(asked());
        bench.loop.advance(MOMENT);
        assertThat(handler.puppet.calls).hasSize(2);
        handler.puppet.end(1);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
    }
}

package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final Bench bench = new Bench();
    private final Puppet puppet = bench.puppet;

    @Test
    void anIdleWorkerIsDrainedWhenItsLastQuestionIsAnswered() {
        CompletableFuture<Void> drained = drain(bench.worker(2));
        bench.loop.advance(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
        bench.loop.advance(Bench.LEASE);
        assertThat(bench.loop.timers()).isZero();
    }

    @Test
    void takesNoMoreAndLetsTheRestEnd() {
        CompletableFuture<Void> drained;
        Worker worker = bench.worker(1);
        bench.trigger(3, "puppet");
        bench.loop.advance(Duration.ofSeconds(2));
        drained = drain(worker);
        bench.loop.advance(Duration.ofSeconds(10));
        assertThat(drained).isNotDone();
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        assertThat(drained).isCompleted();
        assertThat(puppet.calls).hasSize(1);
        assertThat(bench.redis.rest()).containsEntry("tasks", 2);
    }

    @Test
    void whatDoesNotEndInTimeIsStoppedAndReportedAsLost() {
        Worker worker = bench.worker(2);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        CompletableFuture<Void> drained = drain(worker);
        bench.loop.advance(LIMIT);
        assertThat(bench.outcomes()).containsExactly(new Outcome.Lost());
        assertThat(puppet.cancelled).containsExactly("n0");
        assertThat(drained).isCompleted();
    }

    @Test
    void leavesEvenWhenTheStoreIsAway() {
        Worker worker = bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        bench.redis.stop();
        puppet.end(0);
        CompletableFuture<Void> drained = drain(worker);
        bench.loop.advance(LIMIT);
        assertThat(drained).isNotDone();
        bench.loop.advance(Duration.ofSeconds(2));
        assertThat(drained).isCompleted();
    }

    @Test
    void handsBackWhatItTookAndHasNotBegun() {
        List<Runnable> waitingForAThread = new ArrayList<>();
        Worker worker = bench.with(new Idle()).worker(5, waitingForAThread::add);
        bench.trigger(3, "idle");
        bench.loop.runUntilIdle();
        waitingForAThread.remove(0).run();
        CompletableFuture<Void> drained = drain(worker);
        assertThat(bench.outcomes()).hasSize(1);
        bench.loop.advance(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
        assertThat(bench.redis.rest()).containsEntry("tasks", 2);
        waitingForAThread.forEach(Runnable::run);
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void handsBackWhatArrivesTooLate() {
        Worker worker = bench.worker(1);
        worker.drain(LIMIT);
        bench.trigger(1, "puppet");
        CompletableFuture<Void> drained = drain(worker);
        bench.loop.advance(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
        assertThat(puppet.calls).isEmpty();
        assertThat(bench.redis.rest()).containsEntry("tasks", 1);
    }

    private CompletableFuture<Void> drain(Worker worker) {
        CompletableFuture<Void> drained = worker.drain(LIMIT).toCompletableFuture();
        bench.loop.runUntilIdle();
        return drained;
    }

    private static final class Idle implements BlockingTaskHandler {
        @Override
        public String name() {
            return "idle";
        }

        @Override
        public TaskResult runBlocking(TaskContext task) {
            return TaskResult.done(Map.of());
        }
    }
}

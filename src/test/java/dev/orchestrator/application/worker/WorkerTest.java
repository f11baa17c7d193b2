package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.handlers.DelayHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerTest {
    private final Bench bench = new Bench();
    private final Puppet puppet = bench.puppet;

    @Test
    void runsATaskAndReportsHowItEnded() {
        Worker worker = bench.worker(2);
        Instant begun = bench.loop.now();
        bench.trigger(1, "puppet");
        bench.loop.advance(Duration.ofSeconds(3));
        assertThat(worker.busy()).isOne();
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOfSatisfying(Outcome.Succeeded.class, it -> assertThat(
                        it.output().text())
                .isEqualTo("{\"call\":0}"));
        assertThat(bench.completions.get(0).report()).isEqualTo(new Report("worker-1", begun, begun.plusSeconds(3)));
        assertThat(worker.busy()).isZero();
    }

    @Test
    void handlersSeeTheirTask() {
        bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        TaskContext task = puppet.calls.get(0);
        assertThat(task.config()).isEqualTo(Map.of("a", 1));
        assertThat(task.idempotencyKey()).isEqualTo(task.executionId() + ":n0");
        assertThat(task.attempt()).isOne();
        assertThat(task.dispatch()).isOne();
        assertThat(task.deadline()).isEqualTo(bench.loop.now().plus(Bench.NODE_TIMEOUT));
        assertThat(task.deferral()).isEmpty();
        assertThat(task.simulation()).isEmpty();
    }

    @Test
    void takesNoMoreThanItHasSlots() {
        Worker worker = bench.worker(2);
        bench.trigger(5, "puppet");
        bench.loop.advance(Duration.ofSeconds(5));
        assertThat(puppet.calls).hasSize(2);
        puppet.end(1);
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).hasSize(3);
        assertThat(worker.busy()).isEqualTo(2);
        for (int call = 0; call < 5; call++) {
            puppet.end(call);
            bench.loop.runUntilIdle();
        }
        assertThat(bench.outcomes()).hasSize(5);
        assertThat(worker.busy()).isZero();
    }

    @Test
    @Defect("No heartbeat, so that a long task is reclaimed while it runs")
    void beatsKeepALongTaskFromBeingReclaimed() {
        bench.worker(1);
        bench.trigger(1, "puppet");
        for (int second = 0; second < 50; second++) {
            bench.loop.advance(Duration.ofSeconds(1));
            assertThat(bench.await(bench.ports.upkeep().reclaim(10, Bench.LEASE))
                            .found())
                    .isZero();
        }
        puppet.end(0);
        assertThat(bench.outcomes()).hasSize(1);
    }

    @Test
    void anOutageShorterThanHalfALeaseLosesNoLease() {
        bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.advance(Duration.ofSeconds(7));
        bench.redis.stop();
        bench.loop.advance(Bench.LEASE.dividedBy(2));
        bench.redis.start();
        bench.loop.advance(Duration.ofSeconds(10));
        assertThat(bench.await(bench.ports.upkeep().reclaim(10, Bench.LEASE)).found())
                .isZero();
    }

    @Test
    @Defect("A handler that never returns")
    void anAttemptThatTakesTooLongFails() {
        Worker worker = bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.advance(Bench.NODE_TIMEOUT);
        assertFailed(bench.outcomes(), ErrorCategory.TIMEOUT, "TIMEOUT");
        assertThat(puppet.cancelled).containsExactly("n0");
        assertThat(puppet.calls.get(0).isCancelled()).isTrue();
        puppet.end(0);
        assertThat(bench.outcomes()).isEmpty();
        assertThat(worker.busy()).isZero();
    }

    @Test
    void aCancelledTaskIsStoppedAndNotReported() {
        Worker worker = bench.worker(1);
        bench.trigger(2, "puppet");
        bench.loop.runUntilIdle();
        CompletionStage<Void> pause = puppet.calls.get(0).pause(Duration.ofSeconds(30));
        bench.decide(new Command.Cancel("enough"));
        bench.loop.advance(Bench.LEASE.dividedBy(2));
        assertThat(puppet.cancelled).containsExactly("n0");
        assertThat(pause).isCompletedExceptionally();
        puppet.end(0);
        assertThat(bench.outcomes()).isEmpty();
        assertThat(worker.busy()).isZero();
        assertThat(puppet.calls).hasSize(1);
    }

    /** The first beat comes when the lease is half through at the latest, each further one a third of it later. */
    @Test
    @Guarantee("G7")
    void aCancelIsHeardWithinOneBeatWheneverItComes() {
        for (int second = 0; second < 55; second++) {
            Bench each = new Bench();
            each.worker(1);
            each.loop.advance(Duration.ofSeconds(second % 4));
            each.trigger(1, "puppet");
            each.loop.advance(Duration.ofSeconds(second));
            each.decide(new Command.Cancel("enough"));
            each.loop.advance(second < 12 ? Bench.LEASE.dividedBy(2) : Bench.LEASE.dividedBy(3));
            assertThat(each.puppet.cancelled).as("cancelled after %d s", second).containsExactly("n0");
        }
    }

    @Test
    void aTaskThatSomebodyElseHasIsStoppedAndNotReported() {
        bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        bench.decide(new Command.Complete(new NodeId("n0"), 1, new Outcome.Lost(), Report.NONE));
        bench.decide(new Command.Wake(new NodeId("n0"), 1));
        bench.loop.advance(Bench.LEASE.dividedBy(2));
        assertThat(puppet.cancelled).containsExactly("n0");
        assertThat(puppet.calls).hasSize(2);
        puppet.end(0);
        assertThat(bench.outcomes()).isEmpty();
        puppet.end(1);
        assertThat(bench.outcomes()).hasSize(1);
        assertThat(bench.completions.get(0).dispatch()).isEqualTo(2);
    }

    static Stream<Arguments> misbehaviours() {
        return Stream.of(
                misbehaviour("HANDLER_ERROR", () -> {
                    throw new StackOverflowError();
                }),
                misbehaviour("HANDLER_ERROR", () -> {
                    throw new NoClassDefFoundError("gone");
                }),
                misbehaviour("HANDLER_ERROR", () -> {
                    throw new java.io.IOException("refused");
                }),
                misbehaviour("CANCELLED", () -> CompletableFuture.failedStage(new CancellationException())),
                misbehaviour("INVALID_RESULT", () -> null),
                misbehaviour("INVALID_RESULT", () -> CompletableFuture.completedStage(null)),
                misbehaviour("OUTPUT_TOO_LARGE", () -> TaskResult.done(Map.of("a", "x".repeat(2_000)))
                        .asStage()));
    }

    @ParameterizedTest
    @MethodSource("misbehaviours")
    void whateverAHandlerDoesIsAnOutcome(String code, Callable<CompletionStage<TaskResult>> behaviour) {
        Worker worker = bench.with(handler("odd", behaviour)).worker(1);
        bench.trigger(1, "odd");
        ErrorCategory category =
                switch (code) {
                    case "HANDLER_ERROR" -> ErrorCategory.RETRYABLE;
                    case "CANCELLED" -> ErrorCategory.CANCELLED;
                    default -> ErrorCategory.PERMANENT;
                };
        assertFailed(bench.outcomes(), category, code);
        assertThat(worker.busy()).isZero();
    }

    @Test
    void aHandlerThatIsNotThereIsAFailure() {
        bench.worker(1);
        bench.trigger(1, "elsewhere", "custom", Map.of());
        assertFailed(bench.outcomes(), ErrorCategory.NO_HANDLER, "NO_HANDLER");
    }

    @Test
    void anActionOnCancelThatThrowsHarmsNobody() {
        Worker worker = bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        puppet.calls.get(0).onCancel(() -> {
            throw new IllegalStateException("meant to be logged by the test");
        });
        bench.loop.advance(Bench.NODE_TIMEOUT);
        assertThat(worker.busy()).isZero();
        puppet.calls.get(0).onCancel(() -> puppet.cancelled.add("late"));
        assertThat(puppet.cancelled).containsExactly("n0", "late");
    }

    @Test
    void aReportOutlivesAnOutageOfTheStore() {
        Worker worker = bench.worker(1);
        bench.trigger(2, "puppet");
        bench.loop.runUntilIdle();
        bench.redis.stop();
        puppet.end(0);
        bench.loop.advance(Duration.ofMinutes(2));
        assertThat(worker.busy()).isOne();
        assertThat(puppet.calls).hasSize(1);
        bench.redis.start();
        bench.loop.advance(Duration.ofSeconds(5));
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        bench.loop.advance(Duration.ofSeconds(5));
        assertThat(puppet.calls).hasSize(2);
    }

    @Test
    void aReportIsNotKeptForEver() {
        Worker worker = bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        bench.redis.stop();
        puppet.end(0);
        bench.loop.advance(Bench.KEEP);
        assertThat(worker.busy()).isZero();
        bench.redis.start();
        bench.loop.advance(Duration.ofMinutes(1));
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void aTaskThatComesTwiceRunsOnce() {
        Worker worker = bench.worker(2);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        bench.redis.wipe();
        bench.loop.advance(Duration.ofSeconds(2));
        bench.await(bench.ports.upkeep().identify());
        bench.restore();
        bench.loop.advance(Duration.ofSeconds(10));
        assertThat(puppet.calls).hasSize(1);
        puppet.end(0);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        bench.decide(bench.completions.get(0));
        assertThat(bench.redis.rest()).containsEntry("tasks", 0).containsEntry("open", 0);
        assertThat(worker.busy()).isZero();
    }

    @Test
    void aDeferralIsPassedOnAndComesBack() {
        Worker worker = bench.with(new DelayHandler()).worker(1);
        bench.trigger(1, "delay", "delay", Map.of("seconds", 30));
        assertThat(bench.outcomes())
                .containsExactly(new Outcome.Deferred(bench.loop.now().plusSeconds(30), "delay of 30 s"));
        assertThat(worker.busy()).isZero();
        bench.decide(bench.completions.get(0));
        bench.loop.advance(Duration.ofSeconds(30));
        bench.decide(new Command.Wake(new NodeId("n0"), 1));
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.completions.get(0).dispatch()).isEqualTo(2);
    }

    /** Defect: backoff is slept inside the worker, holding the batch. */
    @Test
    @Defect("Backoff slept inside the worker, holding the batch")
    void whatFailedHoldsNoSlotWhileItBacksOff() {
        Worker worker = bench.worker(1);
        bench.trigger(2, "puppet");
        bench.loop.runUntilIdle();
        puppet.fail(0, new IllegalStateException("not now"));
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).as("the other task, at once").hasSize(2);
        puppet.end(1);
        bench.loop.runUntilIdle();
        assertThat(worker.busy()).isZero();
        assertThat(bench.outcomes()).hasSize(2);
    }

    @Test
    void takesAgainAfterAnOutage() {
        bench.worker(1);
        bench.redis.stop();
        bench.loop.advance(Duration.ofMinutes(10));
        bench.redis.start();
        bench.trigger(1, "puppet");
        bench.loop.advance(Duration.ofSeconds(6));
        assertThat(puppet.calls).hasSize(1);
    }

    @Test
    void tellsWhatItServes() {
        Worker worker = bench.worker(3);
        assertThat(worker.facts())
                .isEqualTo(Map.of("handlers", "puppet", "queues", "puppet,custom", "slots", "3", "busy", "0"));
        worker.drain(Duration.ofSeconds(1));
        bench.loop.runUntilIdle();
        assertThat(worker.facts()).containsEntry("queues", "").containsEntry("slots", "0");
    }

    static void assertFailed(List<Outcome> outcomes, ErrorCategory category, String code) {
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Failed.class, it -> {
            Failure failure = it.failure();
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.category()).isEqualTo(category);
        });
    }

    static TaskHandler handler(String name, Callable<CompletionStage<TaskResult>> behaviour) {
        return new TaskHandler() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CompletionStage<TaskResult> run(TaskContext task) throws Exception {
                return behaviour.call();
            }
        };
    }

    private static Arguments misbehaviour(String code, Callable<CompletionStage<TaskResult>> behaviour) {
        return Arguments.of(code, behaviour);
    }
}

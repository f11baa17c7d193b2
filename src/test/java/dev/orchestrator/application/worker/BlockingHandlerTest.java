package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingHandlerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final Bench bench = new Bench();
    private final Sleeper sleeper = new Sleeper();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void runsOnAThreadOfItsOwn() throws Exception {
        begin();
        assertThat(sleeper.thread).isNotEqualTo(Thread.currentThread());
        sleeper.wake.countDown();
        assertThat(bench.loop.awaitTask(PATIENCE)).isTrue();
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void isInterruptedWhenItsTimeIsUpAndLeavesItsThreadClean() throws Exception {
        begin();
        bench.loop.advance(Bench.NODE_TIMEOUT);
        WorkerTest.assertFailed(bench.outcomes(), ErrorCategory.TIMEOUT, "TIMEOUT");
        assertThat(sleeper.interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(threads.submit(Thread::interrupted).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isFalse();
        bench.loop.runUntilIdle();
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void aFullPoolIsAFailureThatARetryMayCure() {
        bench.with(sleeper).worker(1, task -> {
            throw new RejectedExecutionException();
        });
        bench.trigger(1, "sleeper");
        WorkerTest.assertFailed(bench.outcomes(), ErrorCategory.RETRYABLE, "WORKER_BUSY");
    }

    private void begin() throws InterruptedException {
        bench.with(sleeper).worker(1, threads);
        bench.trigger(1, "sleeper");
        bench.loop.runUntilIdle();
        assertThat(sleeper.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static final class Sleeper implements BlockingTaskHandler {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch wake = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        volatile Thread thread;

        @Override
        public String name() {
            return "sleeper";
        }

        @Override
        public TaskResult runBlocking(TaskContext task) throws InterruptedException {
            thread = Thread.currentThread();
            begun.countDown();
            try {
                wake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted.countDown();
                throw e;
            }
            return TaskResult.done(Map.of());
        }
    }
}

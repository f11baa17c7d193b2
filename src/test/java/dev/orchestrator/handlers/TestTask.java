package dev.orchestrator.handlers;

import dev.orchestrator.spi.Deferral;
import dev.orchestrator.spi.Simulation;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A task for one handler, on a clock of its own. */
record TestTask(
        Map<String, Object> config,
        int dispatch,
        Simulation mode,
        Deferral follows,
        VirtualLoop loop,
        List<Runnable> cancelActions)
        implements TaskContext {
    static TestTask with(Map<String, Object> config) {
        return new TestTask(config, 1, null, null, new VirtualLoop(), new CopyOnWriteArrayList<>());
    }

    TestTask simulated(boolean delays) {
        return new TestTask(config, dispatch, new Simulation(7, delays), follows, loop, cancelActions);
    }

    TestTask sentAs(int number) {
        return new TestTask(config, number, mode, follows, loop, cancelActions);
    }

    TestTask after(Deferral deferral) {
        return new TestTask(config, dispatch, mode, deferral, loop, cancelActions);
    }

    /** The result that is there at once. */
    TaskResult runBy(TaskHandler handler) throws Exception {
        CompletableFuture<TaskResult> result = handler.run(this).toCompletableFuture();
        loop.runUntilIdle();
        return result.getNow(null);
    }

    /** The result of a task that really reaches outside. */
    TaskResult awaitedBy(TaskHandler handler) throws Exception {
        return handler.run(this).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** How long the result takes. */
    Duration timeOf(TaskHandler handler) throws Exception {
        CompletableFuture<TaskResult> result = handler.run(this).toCompletableFuture();
        loop.runUntilIdle();
        while (!result.isDone()) {
            loop.advanceToNextTimer();
        }
        return Duration.ofNanos(loop.nanoTime());
    }

    void cancel() {
        cancelActions.forEach(Runnable::run);
    }

    @Override
    public String executionId() {
        return "01890a5d-ac96-774b-bcce-b302099a8057";
    }

    @Override
    public String nodeId() {
        return "node";
    }

    @Override
    public int attempt() {
        return dispatch;
    }

    @Override
    public Instant deadline() {
        return loop.now().plusSeconds(60);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {
        cancelActions.add(action);
    }

    @Override
    public Optional<Deferral> deferral() {
        return Optional.ofNullable(follows);
    }

    @Override
    public Optional<Simulation> simulation() {
        return Optional.ofNullable(mode);
    }

    @Override
    public InstantSource clock() {
        return loop::now;
    }

    @Override
    public CompletionStage<Void> pause(Duration duration) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.after(duration, () -> over.complete(null));
        return over;
    }
}

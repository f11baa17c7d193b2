package dev.orchestrator.application.worker;

import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.spi.Deferral;
import dev.orchestrator.spi.Simulation;
import dev.orchestrator.spi.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A task as its handler sees it. */
record RunningTask(
        Task task, Map<String, @Nullable Object> config, Instant deadline, CancelSignal signal, EventLoop loop)
        implements TaskContext {
    @Override
    public String executionId() {
        return task.execution().toString();
    }

    @Override
    public String nodeId() {
        return task.node().value();
    }

    @Override
    public int attempt() {
        return task.attempt();
    }

    @Override
    public int dispatch() {
        return task.dispatch();
    }

    @Override
    public boolean isCancelled() {
        return signal.isCancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        signal.onCancel(action);
    }

    @Override
    public Optional<Deferral> deferral() {
        return Optional.ofNullable(task.deferral()).map(it -> new Deferral(it.until(), it.reason()));
    }

    @Override
    public Optional<Simulation> simulation() {
        return Optional.ofNullable(task.simulation()).map(it -> new Simulation(it.seed(), it.delays()));
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.ofNullable(task.trace()).map(TraceContext::traceparent);
    }

    @Override
    public InstantSource clock() {
        return loop::now;
    }

    @Override
    public CompletionStage<@Nullable Void> pause(Duration duration) {
        CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
        EventLoop.Timer timer = loop.after(duration, () -> over.complete(null));
        Runnable cutShort = () -> {
            timer.cancel();
            over.completeExceptionally(new CancellationException("The task was given up"));
        };
        signal.onCancel(cutShort);
        over.whenComplete((nothing, failure) -> signal.forget(cutShort));
        return over;
    }
}

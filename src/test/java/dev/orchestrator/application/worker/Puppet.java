package dev.orchestrator.application.worker;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A handler that ends its tasks when the test says so. */
final class Puppet implements TaskHandler {
    final List<TaskContext> calls = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    private final List<CompletableFuture<TaskResult>> ends = new ArrayList<>();

    @Override
    public String name() {
        return "puppet";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        CompletableFuture<TaskResult> end = new CompletableFuture<>();
        calls.add(task);
        ends.add(end);
        task.onCancel(() -> cancelled.add(task.nodeId()));
        return end;
    }

    void end(int call) {
        end(call, TaskResult.done(Map.of("call", call)));
    }

    void end(int call, TaskResult result) {
        ends.get(call).complete(result);
    }

    void fail(int call, Throwable failure) {
        ends.get(call).completeExceptionally(failure);
    }
}

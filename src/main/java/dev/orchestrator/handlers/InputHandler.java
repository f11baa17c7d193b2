package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where data comes in: its output is its config, and {@code initialized: true} before it. */
public final class InputHandler implements TaskHandler {
    private final Latency latency;

    public InputHandler(Latency latency) {
        this.latency = latency;
    }

    @Override
    public String name() {
        return "input";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return SimulatedFailure.or(task, () -> latency.pass(task).thenApply(passed -> TaskResult.done(output(task))));
    }

    private static Map<String, @Nullable Object> output(TaskContext task) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("initialized", true);
        output.putAll(task.config());
        return output;
    }
}

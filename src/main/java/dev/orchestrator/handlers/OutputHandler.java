package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where results are gathered: {@code {aggregated: true, config: …}}, the config with its templates filled in. */
public final class OutputHandler implements TaskHandler {
    private final Latency latency;

    public OutputHandler(Latency latency) {
        this.latency = latency;
    }

    @Override
    public String name() {
        return "output";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return SimulatedFailure.or(task, () -> latency.pass(task).thenApply(passed -> TaskResult.done(output(task))));
    }

    private static Map<String, Object> output(TaskContext task) {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("aggregated", true);
        output.put("config", task.config());
        return output;
    }
}

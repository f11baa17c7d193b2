package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.concurrent.CompletionStage;

/** Answers its config as it is. */
public final class EchoHandler implements TaskHandler {
    @Override
    public String name() {
        return "echo";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return TaskResult.done(task.config()).asStage();
    }
}

package dev.orchestrator.application.worker;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A plug-in as somebody else would write it; found by its entry in META-INF/services. */
public final class Shout implements TaskHandler {
    @Override
    public String name() {
        return "shout";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Object text = task.config().get("text");
        if (text == null) {
            return TaskResult.permanent("INVALID_CONFIG", "'text' is missing").asStage();
        }
        return TaskResult.done(Map.of("text", text.toString().toUpperCase(Locale.ROOT)))
                .asStage();
    }
}

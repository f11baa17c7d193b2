package com.example;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Nodes with "handler": "shout" give the text of their config in capitals. */
public final class Shout implements TaskHandler {
    @Override
    public String name() {
        return "shout";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Object text = task.config().get("text");
        return (text == null
                        ? TaskResult.permanent("INVALID_CONFIG", "'text' is missing")
                        : TaskResult.done(Map.of("text", text.toString().toUpperCase(Locale.ROOT))))
                .asStage();
    }
}

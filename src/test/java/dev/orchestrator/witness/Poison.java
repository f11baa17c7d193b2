package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.concurrent.CompletionStage;

/** Ends the process that runs it, without a word, until the file {@code cure} is there. */
public final class Poison implements TaskHandler {
    private static final int KILLED = 137;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Testimony testimony = new Testimony(task);
        testimony.say("start");
        if (!testimony.isThere("cure")) {
            Runtime.getRuntime().halt(KILLED);
        }
        return TaskResult.done(testimony.output()).asStage();
    }
}

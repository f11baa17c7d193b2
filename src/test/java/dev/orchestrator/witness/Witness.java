package dev.orchestrator.witness;

import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;

/**
 * Blocks its thread until the file {@code gate} is there, or for {@code millis}; an interrupt ends it. The output says which
 * process and attempt it was.
 */
public final class Witness implements BlockingTaskHandler {
    private static final long LOOK_MILLIS = 2;

    @Override
    public String name() {
        return "witness";
    }

    @Override
    public TaskResult runBlocking(TaskContext task) throws InterruptedException {
        Testimony testimony = new Testimony(task);
        testimony.say("start");
        try {
            if (task.config().containsKey("gate")) {
                while (!testimony.isThere("gate")) {
                    Thread.sleep(LOOK_MILLIS);
                }
            } else {
                Thread.sleep(testimony.millis("millis"));
            }
        } catch (InterruptedException e) {
            testimony.say("interrupted");
            throw e;
        }
        testimony.say("end");
        return TaskResult.done(testimony.output());
    }
}

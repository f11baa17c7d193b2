package dev.orchestrator.witness;

import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;

/** As {@link Moody}, but holds a thread while it pauses, and never defers. */
public final class MoodyBlocking implements BlockingTaskHandler {
    static final String NAME = "moody_blocking";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskResult runBlocking(TaskContext task) throws InterruptedException {
        Notes notes = new Notes(task);
        notes.say("START", null);
        try {
            Thread.sleep(Moody.number(task, "millis"));
        } catch (InterruptedException e) {
            notes.say("STOPPED", null);
            throw e;
        }
        return Moody.result(task, notes);
    }
}

package dev.orchestrator.spi;

import java.util.concurrent.CompletionStage;

/**
 * A handler that may block: it waits for I/O, sleeps or computes, on a thread of its own.
 *
 * <p>When the task is cancelled or passes its deadline, that thread is interrupted; a handler that goes on regardless
 * keeps the thread, but its result is not looked at.
 */
public interface BlockingTaskHandler extends TaskHandler {
    /** Runs a task to its end. What is thrown counts as a failure that a retry may cure, as in {@link TaskHandler}. */
    TaskResult runBlocking(TaskContext task) throws Exception;

    /** Called on a thread that may block. Implement {@link #runBlocking} and leave this as it is. */
    @Override
    default CompletionStage<TaskResult> run(TaskContext task) throws Exception {
        return runBlocking(task).asStage();
    }
}

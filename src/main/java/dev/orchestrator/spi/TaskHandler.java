package dev.orchestrator.spi;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Runs the nodes that name it. To add one, put a jar on the class path that has the class of the handler and a file
 * {@code META-INF/services/dev.orchestrator.spi.TaskHandler} with the name of that class in it.
 *
 * <pre>{@code
 * public final class Shout implements TaskHandler {
 *     @Override
 *     public String name() {
 *         return "shout";
 *     }
 *
 *     @Override
 *     public CompletionStage<TaskResult> run(TaskContext task) {
 *         Object text = task.config().get("text");
 *         if (text == null) {
 *             return TaskResult.permanent("INVALID_CONFIG", "'text' is missing").asStage();
 *         }
 *         return TaskResult.done(Map.of("text", text.toString().toUpperCase(Locale.ROOT))).asStage();
 *     }
 * }
 * }</pre>
 *
 * <p>One instance serves all tasks, many at a time: keep no state of a task in fields.
 *
 * <p>A task may come more than once: after a failure, but also after the worker that ran it died or was cut off. Pass
 * {@link TaskContext#idempotencyKey} on to whatever the handler changes.
 *
 * <p>{@link #run} is called on an event loop that other tasks share, so it must return at once and wait for nothing. A
 * handler that computes for more than a few milliseconds, or calls something that blocks, is a
 * {@link BlockingTaskHandler} instead.
 */
public interface TaskHandler {
    /** The name by which nodes ask for this handler. Always the same; at most 128 characters. */
    String name();

    /**
     * What the call of this task depends on, such as {@code api.example.com:443}; empty when that is nothing outside.
     *
     * <p>All workers share a circuit breaker for each handler and dependency. After some failures that a retry may cure,
     * or time-outs, without a success between, tasks of the same dependency are deferred instead of run, which uses none
     * of their attempts, until a few of them have shown that it works again.
     *
     * <p>The name is shown to people: at most 255 letters, digits and {@code . _ : - [ ]}, or there is no breaker. Must
     * return at once, and always the same for the same config.
     */
    default Optional<String> dependsOn(TaskContext task) {
        return Optional.empty();
    }

    /**
     * Starts a task and answers how it ends. The stage may be completed by any thread, at any later time.
     *
     * <p>What is thrown, by this method or through the stage, counts as a failure that a retry may cure (code
     * {@code HANDLER_ERROR}). To say otherwise, answer {@link TaskResult#permanent}. A
     * {@link java.util.concurrent.CancellationException} says that somebody outside cancelled the work; it is not tried
     * again, unless the node's {@code retry.on} names {@code CANCELLED}.
     *
     * <p>A task that was cancelled or has passed its deadline is given up: what it answers afterwards is not looked at.
     */
    CompletionStage<TaskResult> run(TaskContext task) throws Exception;
}

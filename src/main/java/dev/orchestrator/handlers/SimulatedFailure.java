package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code simulate_failure: true} in a config fails the node in a simulation. Another attempt may cure it, as with a
 * real service that is down: so the retries, and in the end the dead letter, can be seen.
 */
final class SimulatedFailure {
    private SimulatedFailure() {}

    /** The failure when it is asked for, else what the supplier gives. */
    static CompletionStage<TaskResult> or(TaskContext task, Supplier<CompletionStage<TaskResult>> otherwise) {
        return isWanted(task)
                ? TaskResult.retryable("SIMULATED_FAILURE", "The config asks for a failure (simulate_failure)")
                        .asStage()
                : otherwise.get();
    }

    static boolean isWanted(TaskContext task) {
        return task.simulation().isPresent() && Config.of(task).flag("simulate_failure", false);
    }
}

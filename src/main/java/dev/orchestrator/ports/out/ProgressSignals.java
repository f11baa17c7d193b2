package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.function.IntConsumer;

/**
 * Hints that executions went on. A hint may be lost, late or doubled, and nothing is told of executions that nobody has
 * triggered: whoever follows also looks from time to time.
 */
public interface ProgressSignals {
    /** Calls the listener with each version of the execution that is applied in any process, until it is left. */
    void follow(ExecutionId id, IntConsumer listener);

    /** Ends the hints about an execution. */
    void leave(ExecutionId id);
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.function.Consumer;

/** Hints that an execution ended somewhere. A hint may be lost: whoever waits also looks from time to time. */
public interface EndSignals {
    /** Calls the listener with every execution whose end was applied, in any process. */
    void listen(Consumer<ExecutionId> listener);
}

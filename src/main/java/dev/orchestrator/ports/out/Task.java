package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Simulation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch as a worker gets it.
 *
 * @param config the rendered config, as JSON text
 * @param timeout the longest this attempt may run
 * @param receipt what the queue needs to take the task back or to close it
 */
public record Task(
        ExecutionId execution,
        NodeId node,
        int attempt,
        int dispatch,
        String handler,
        String config,
        Duration timeout,
        @Nullable Simulation simulation,
        @Nullable Deferral deferral,
        Receipt receipt) {
    public Key key() {
        return new Key(execution, node, dispatch);
    }

    /** Names a dispatch among all. */
    public record Key(ExecutionId execution, NodeId node, int dispatch) {}
}

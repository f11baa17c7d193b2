package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.TraceContext;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch as a worker gets it.
 *
 * @param config the rendered config, as JSON text without its secrets
 * @param secrets where secrets go in it
 * @param timeout the longest this attempt may run
 * @param trace where the spans of what is done for it belong, or null where nobody traces
 * @param receipt what the queue needs to take the task back or to close it
 * @param atMostOnce whether its worker has to ask before it calls the handler, see {@link TaskQueue#askToStart}
 */
public record Task(
        ExecutionId execution,
        NodeId node,
        int attempt,
        int dispatch,
        String handler,
        String config,
        List<SecretSlot> secrets,
        Duration timeout,
        @Nullable Simulation simulation,
        @Nullable Deferral deferral,
        @Nullable TraceContext trace,
        Receipt receipt,
        boolean atMostOnce) {
    /** The same task under another span. */
    public Task under(TraceContext span) {
        return new Task(
                execution,
                node,
                attempt,
                dispatch,
                handler,
                config,
                secrets,
                timeout,
                simulation,
                deferral,
                span,
                receipt,
                atMostOnce);
    }

    public Key key() {
        return new Key(execution, node, dispatch);
    }

    /** Names a dispatch among all. */
    public record Key(ExecutionId execution, NodeId node, int dispatch) {}
}

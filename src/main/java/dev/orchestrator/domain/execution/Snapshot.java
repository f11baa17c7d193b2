package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an execution without its workflow, as it is stored to spare the replay of a long journal.
 *
 * @param configs of those nodes whose config an operator patched, as they are defined
 */
public record Snapshot(
        WorkflowId workflow,
        int version,
        Lifecycle lifecycle,
        Map<String, Object> params,
        @Nullable Simulation simulation,
        @Nullable TraceContext trace,
        @Nullable RequestKey key,
        List<NodeExecution> nodes,
        Map<NodeId, Map<String, Object>> configs) {
    /** Of an execution of which no config was patched. */
    public Snapshot(
            WorkflowId workflow,
            int version,
            Lifecycle lifecycle,
            Map<String, Object> params,
            @Nullable Simulation simulation,
            @Nullable TraceContext trace,
            @Nullable RequestKey key,
            List<NodeExecution> nodes) {
        this(workflow, version, lifecycle, params, simulation, trace, key, nodes, Map.of());
    }
}

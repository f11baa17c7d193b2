package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An execution at one version: a value, made by folding the journal and by nothing else. */
public final class ExecutionState {
    private final ExecutionId id;
    private final Origin origin;
    private final int version;
    private final Lifecycle lifecycle;
    private final Start start;
    private final NodeTable nodes;

    ExecutionState(ExecutionId id, Origin origin, int version, Lifecycle lifecycle, Start start, NodeTable nodes) {
        this.id = id;
        this.origin = origin;
        this.version = version;
        this.lifecycle = lifecycle;
        this.start = start;
        this.nodes = nodes;
    }

    /** The state that a snapshot was taken of. */
    public static ExecutionState restore(ExecutionId id, Workflow workflow, Snapshot snapshot) {
        return new ExecutionState(
                id,
                new Origin(snapshot.workflow(), workflow, patched(workflow, snapshot)),
                snapshot.version(),
                snapshot.lifecycle(),
                new Start(snapshot.params(), snapshot.simulation(), snapshot.trace(), snapshot.key()),
                NodeTable.of(snapshot.nodes().size(), snapshot.nodes()::get));
    }

    public Snapshot snapshot() {
        return new Snapshot(
                origin.id(),
                version,
                lifecycle,
                start.params(),
                start.simulation(),
                start.trace(),
                start.key(),
                IntStream.range(0, nodes.size()).mapToObj(nodes::get).toList(),
                origin.patched().trees());
    }

    private static PatchedConfigs patched(Workflow workflow, Snapshot snapshot) {
        PatchedConfigs patched = PatchedConfigs.NONE;
        for (Map.Entry<NodeId, Map<String, Object>> entry : snapshot.configs().entrySet()) {
            Node node = workflow.dag().find(entry.getKey());
            patched = node == null ? patched : patched.with(node, entry.getValue());
        }
        return patched;
    }

    /** The same state under another version: what is decided on it then becomes one version with what was before. */
    public ExecutionState atVersion(int other) {
        return new ExecutionState(id, origin, other, lifecycle, start, nodes);
    }

    public ExecutionId id() {
        return id;
    }

    public WorkflowId workflowId() {
        return origin.id();
    }

    public Workflow workflow() {
        return origin.workflow();
    }

    public int version() {
        return version;
    }

    public Lifecycle lifecycle() {
        return lifecycle;
    }

    public ExecutionStatus status() {
        return lifecycle.status();
    }

    /** What the execution was triggered with. */
    public Map<String, Object> params() {
        return start.params();
    }

    /** How handlers behave, or null outside simulation. */
    public @Nullable Simulation simulation() {
        return start.simulation();
    }

    /** Where the trace of this execution hangs, or null where nobody traces. */
    public @Nullable TraceContext trace() {
        return start.trace();
    }

    /** A node by its number in the {@link dev.orchestrator.domain.definition.Dag}. */
    public NodeExecution node(int index) {
        return nodes.get(index);
    }

    public NodeExecution node(NodeId node) {
        return nodes.get(workflow().dag().indexOf(node));
    }

    /** What the tasks of a node are rendered from: its workflow's config, or the one that an operator gave it. */
    public Template config(Node node) {
        return origin.patched().of(node);
    }

    /** The config that an operator gave to a node, as it is defined; null when it has its workflow's. */
    public @Nullable Map<String, Object> patchedConfig(NodeId node) {
        return origin.patched().tree(node);
    }

    /** Tells whether a template or condition of any node looks into this node's output. */
    public boolean isReferenced(int index) {
        return workflow().dag().isReferenced(index)
                || origin.patched().lookInto(workflow().dag().node(index).id());
    }

    Start start() {
        return start;
    }

    Origin origin() {
        return origin;
    }

    NodeTable nodes() {
        return nodes;
    }

    /** Which workflow the execution runs, and which configs its nodes have instead of those in there. */
    record Origin(WorkflowId id, Workflow workflow, PatchedConfigs patched) {
        Origin with(PatchedConfigs other) {
            return new Origin(id, workflow, other);
        }
    }

    /** What the trigger brought. */
    record Start(
            Map<String, Object> params,
            @Nullable Simulation simulation,
            @Nullable TraceContext trace,
            @Nullable RequestKey key) {
        static final Start NONE = new Start(Map.of(), null, null, null);
    }
}

package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionState.Origin;
import dev.orchestrator.domain.execution.ExecutionState.Start;
import java.time.Instant;
import java.util.List;

/** Folds what happened into the state. It holds no rule: whatever stands in the journal is taken as it is. */
public final class Evolution {
    private final ExecutionId id;
    private final int version;
    private final NodeTable.Editor nodes;
    private final Event.Cases<Void> cases = new Event.Cases<>(
            event -> null,
            this::triggered,
            this::nodeQueued,
            this::nodeStarted,
            this::nodeCompleted,
            this::nodeRetryScheduled,
            this::nodeDeferred,
            this::nodeFailed,
            this::nodeSkipped,
            this::nodeCancelled,
            this::nodeReportedLate,
            this::nodeRevived,
            this::revived,
            this::ended);
    private Origin origin;
    private Lifecycle lifecycle;
    private Start start;
    private Instant at;

    /** Starts the next version of a state, at this time. */
    Evolution(ExecutionState state, Instant at) {
        this.id = state.id();
        this.origin = state.origin();
        this.version = state.version() + 1;
        this.nodes = state.nodes().edit();
        this.lifecycle = state.lifecycle();
        this.start = state.start();
        this.at = at;
    }

    /** The state before the first version: nothing has happened. */
    public static ExecutionState before(ExecutionId id, WorkflowId workflowId, Workflow workflow, Instant submittedAt) {
        List<Node> nodes = workflow.dag().nodes();
        NodeTable table = NodeTable.of(
                nodes.size(),
                i -> NodeExecution.waitingFor(nodes.get(i).dependencies().size()));
        return new ExecutionState(
                id,
                new Origin(workflowId, workflow, PatchedConfigs.NONE),
                0,
                Lifecycle.submitted(submittedAt),
                Start.NONE,
                table);
    }

    /** The state after one more entry of the journal, which must be the next. */
    public static ExecutionState evolve(ExecutionState state, Entry entry) {
        if (entry.version() != state.version() + 1) {
            throw new IllegalArgumentException(
                    "version " + entry.version() + " does not follow " + state.version() + " of " + state.id());
        }
        Evolution evolution = new Evolution(state, entry.at());
        entry.events().forEach(evolution::apply);
        return evolution.state();
    }

    void apply(Event event) {
        event.match(cases);
    }

    ExecutionState state() {
        return new ExecutionState(id, origin, version, lifecycle, start, nodes.done());
    }

    ExecutionId id() {
        return id;
    }

    Workflow workflow() {
        return origin.workflow();
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Start start() {
        return start;
    }

    NodeExecution node(int index) {
        return nodes.get(index);
    }

    /** What the tasks of a node are rendered from. */
    Template config(Node node) {
        return origin.patched().of(node);
    }

    int open() {
        return nodes.open();
    }

    int failed() {
        return nodes.failed();
    }

    private Void triggered(Event.Triggered event) {
        lifecycle = lifecycle.triggered(at, event.timeoutAt());
        start = new Start(event.params(), event.simulation(), event.trace(), event.key());
        return null;
    }

    private Void nodeQueued(Event.NodeQueued event) {
        int index = index(event.node());
        return move(index, nodes.get(index).queued(event.attempt(), event.dispatch(), at));
    }

    private Void nodeStarted(Event.NodeStarted event) {
        int index = index(event.node());
        return move(index, nodes.get(index).started(new Started(event.claim(), at)));
    }

    private Void nodeCompleted(Event.NodeCompleted event) {
        int index = index(event.node());
        return move(index, nodes.get(index).completed(event.report(), at));
    }

    private Void nodeRetryScheduled(Event.NodeRetryScheduled event) {
        int index = index(event.node());
        NodeExecution node = nodes.get(index).retrying(event.failure(), event.retryAt(), event.report(), at);
        return move(index, isSilent(event.failure()) ? node.unheard(event.dispatch()) : node);
    }

    private Void nodeDeferred(Event.NodeDeferred event) {
        int index = index(event.node());
        return move(index, nodes.get(index).deferred(event.deferral(), at));
    }

    private Void nodeFailed(Event.NodeFailed event) {
        int index = index(event.node());
        NodeExecution before = nodes.get(index);
        NodeExecution node = before.failed(event.failure(), event.report(), at);
        boolean silent = isSilent(event.failure()) || event.report().equals(Report.NONE);
        return move(index, silent && before.isDispatched() ? node.unheard(event.dispatch()) : node);
    }

    /** A lost worker may only have been slow: its own word may still come. */
    private static boolean isSilent(Failure failure) {
        return failure.category() == ErrorCategory.WORKER_LOST;
    }

    private Void nodeSkipped(Event.NodeSkipped event) {
        int index = index(event.node());
        return move(index, nodes.get(index).skipped(event.reason(), at));
    }

    private Void nodeCancelled(Event.NodeCancelled event) {
        int index = index(event.node());
        NodeExecution before = nodes.get(index);
        NodeExecution node = before.cancelled(at);
        return move(index, before.isDispatched() ? node.unheard(before.dispatch()) : node);
    }

    private Void nodeReportedLate(Event.NodeReportedLate event) {
        int index = index(event.node());
        return move(index, nodes.get(index).heard(event.dispatch()));
    }

    private Void nodeRevived(Event.NodeRevived event) {
        int index = index(event.node());
        if (event.config() != null) {
            origin = origin.with(origin.patched().with(dag().node(index), event.config()));
        }
        return move(index, nodes.get(index).revived(at));
    }

    private Void revived(Event.Revived event) {
        lifecycle = lifecycle.revived(event.timeoutAt());
        return null;
    }

    private Void ended(Event.Ended event) {
        lifecycle = lifecycle.ended(event.status(), event.reason(), at);
        return null;
    }

    /** Sets a node's state; when that ends it, or opens it again, each child's counters follow. */
    private Void move(int index, NodeExecution next) {
        NodeState from = nodes.get(index).state();
        nodes.set(index, next);
        if (from.isEnded() == next.state().isEnded()) {
            return null;
        }
        for (int child : dag().children(index)) {
            NodeExecution node = nodes.get(child);
            Upstream upstream = node.upstream();
            nodes.set(child, node.with(from.isEnded() ? upstream.reopened(from) : upstream.ended(next.state())));
        }
        return null;
    }

    private Dag dag() {
        return origin.workflow().dag();
    }

    private int index(NodeId node) {
        int index = dag().indexOf(node);
        if (index < 0) {
            throw new IllegalArgumentException("workflow " + origin.id() + " has no node " + node);
        }
        return index;
    }
}

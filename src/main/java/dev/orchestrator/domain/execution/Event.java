package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an execution. Events are facts: {@link Evolution} folds them and holds no rule.
 *
 * <p>When it happened stands once for all events of a version, see {@link Entry}.
 */
public sealed interface Event {
    /** An event of one node. */
    sealed interface OfNode extends Event {
        NodeId node();
    }

    /** The execution exists and waits for its trigger. */
    record Submitted(WorkflowId workflow) implements Event {}

    /** The execution started; {@code timeoutAt} is when its own timeout passes. */
    record Triggered(
            Map<String, Object> params,
            @Nullable Simulation simulation,
            Instant timeoutAt,
            @Nullable TraceContext trace,
            @Nullable RequestKey key)
            implements Event {
        public Triggered(Map<String, Object> params, @Nullable Simulation simulation, Instant timeoutAt) {
            this(params, simulation, timeoutAt, null, null);
        }
    }

    /** A dispatch of a node was decided. */
    record NodeQueued(NodeId node, int attempt, int dispatch) implements OfNode {}

    /** A worker was let start a dispatch that may be started once; before this stands here, its handler is not called. */
    record NodeStarted(NodeId node, int dispatch, Claim claim) implements OfNode {}

    /** The node ended well; its output stands beside the journal under (node, dispatch). */
    record NodeCompleted(NodeId node, int dispatch, Report report) implements OfNode {}

    /** An attempt failed and another will follow at {@code retryAt}. */
    record NodeRetryScheduled(NodeId node, int dispatch, Failure failure, Instant retryAt, Report report)
            implements OfNode {}

    /** The handler asked to be called again later, or a circuit breaker did for it; no attempt was used. */
    record NodeDeferred(NodeId node, int dispatch, Deferral deferral) implements OfNode {}

    /** The node ended badly; {@code deadLetter} tells whether by its own doing. */
    record NodeFailed(NodeId node, int dispatch, Failure failure, boolean deadLetter, Report report)
            implements OfNode {}

    /** The node will not run. */
    record NodeSkipped(NodeId node, SkipReason reason) implements OfNode {}

    /** The node was stopped, or will not start, because its execution ended. */
    record NodeCancelled(NodeId node) implements OfNode {}

    /**
     * A worker reported a dispatch that was over before it spoke: its lease had run out, or the node was cancelled or
     * timed out. Changes nothing; it stands here so that people see that the handler ran to this end.
     *
     * @param failure what the handler failed with, where it failed
     * @param end how the execution had ended by then; null while it ran
     */
    record NodeReportedLate(
            NodeId node,
            int dispatch,
            LateOutcome outcome,
            @Nullable Failure failure,
            Report report,
            @Nullable Ended end)
            implements OfNode {}

    /**
     * An ended node waits for its dependencies again.
     *
     * @param config what its tasks are rendered from, from now on and in this execution only; null changes nothing
     */
    record NodeRevived(NodeId node, @Nullable Map<String, Object> config) implements OfNode {
        public NodeRevived(NodeId node) {
            this(node, null);
        }
    }

    /** An ended execution goes on; its timeout counts anew. */
    record Revived(Instant timeoutAt) implements Event {}

    /** The execution ended with this status, for this reason. */
    record Ended(ExecutionStatus status, String reason) implements Event {}

    /** Calls the function of the case at hand. */
    default <R> R match(Cases<R> cases) {
        if (this instanceof NodeQueued it) {
            return cases.nodeQueued().apply(it);
        } else if (this instanceof NodeStarted it) {
            return cases.nodeStarted().apply(it);
        } else if (this instanceof NodeCompleted it) {
            return cases.nodeCompleted().apply(it);
        } else if (this instanceof NodeRetryScheduled it) {
            return cases.nodeRetryScheduled().apply(it);
        } else if (this instanceof NodeDeferred it) {
            return cases.nodeDeferred().apply(it);
        } else if (this instanceof NodeFailed it) {
            return cases.nodeFailed().apply(it);
        } else if (this instanceof NodeSkipped it) {
            return cases.nodeSkipped().apply(it);
        } else if (this instanceof NodeCancelled it) {
            return cases.nodeCancelled().apply(it);
        } else if (this instanceof NodeReportedLate it) {
            return cases.nodeReportedLate().apply(it);
        } else if (this instanceof NodeRevived it) {
            return cases.nodeRevived().apply(it);
        } else if (this instanceof Submitted it) {
            return cases.submitted().apply(it);
        } else if (this instanceof Triggered it) {
            return cases.triggered().apply(it);
        } else if (this instanceof Revived it) {
            return cases.revived().apply(it);
        }
        return cases.ended().apply((Ended) this);
    }

    /** One function for each case, so that a new case fails the build until it is handled everywhere. */
    record Cases<R>(
            Function<Submitted, R> submitted,
            Function<Triggered, R> triggered,
            Function<NodeQueued, R> nodeQueued,
            Function<NodeStarted, R> nodeStarted,
            Function<NodeCompleted, R> nodeCompleted,
            Function<NodeRetryScheduled, R> nodeRetryScheduled,
            Function<NodeDeferred, R> nodeDeferred,
            Function<NodeFailed, R> nodeFailed,
            Function<NodeSkipped, R> nodeSkipped,
            Function<NodeCancelled, R> nodeCancelled,
            Function<NodeReportedLate, R> nodeReportedLate,
            Function<NodeRevived, R> nodeRevived,
            Function<Revived, R> revived,
            Function<Ended, R> ended) {}
}

package dev.orchestrator.domain.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node within one execution.
 *
 * @param attempt the current attempt, 0 before the first
 * @param dispatch the latest dispatch, 0 before the first; never falls, not even by a revival
 * @param changedAt when the state was entered
 * @param wakeAt when the node is to be dispatched again, while a timer holds it
 * @param deferral what the handler asked for, from its deferral to the end of the first dispatch that reaches it again
 * @param hold what a circuit breaker asked for, while the node waits for just that; apart from {@code deferral}, which the
 *     handler is shown as its own
 * @param report who ran the last dispatch that ended
 * @param failure why the last attempt failed
 * @param skipReason why the node did not run
 * @param unheard dispatches that ended without a word of their worker, which may still come; the latest few
 * @param started the start of the current dispatch, where it had to be journaled first
 */
public record NodeExecution(
        NodeState state,
        int attempt,
        int dispatch,
        Upstream upstream,
        @Nullable Instant changedAt,
        @Nullable Instant wakeAt,
        @Nullable Deferral deferral,
        @Nullable Deferral hold,
        Report report,
        @Nullable Failure failure,
        @Nullable SkipReason skipReason,
        List<Integer> unheard,
        @Nullable Started started) {
    private static final int MOST_UNHEARD = 16;

    public NodeExecution {
        unheard = List.copyOf(unheard);
    }

    /** A node whose current dispatch, if it has one, has no start in the journal. */
    public NodeExecution(
            NodeState state,
            int attempt,
            int dispatch,
            Upstream upstream,
            @Nullable Instant changedAt,
            @Nullable Instant wakeAt,
            @Nullable Deferral deferral,
            @Nullable Deferral hold,
            Report report,
            @Nullable Failure failure,
            @Nullable SkipReason skipReason,
            List<Integer> unheard) {
        this(
                state,
                attempt,
                dispatch,
                upstream,
                changedAt,
                wakeAt,
                deferral,
                hold,
                report,
                failure,
                skipReason,
                unheard,
                null);
    }

    static NodeExecution waitingFor(int dependencies) {
        return new NodeExecution(
                NodeState.PENDING,
                0,
                0,
                Upstream.of(dependencies),
                null,
                null,
                null,
                null,
                Report.NONE,
                null,
                null,
                List.of());
    }

    /** Tells whether a worker may have this node: it was dispatched, and no timer holds it back. */
    public boolean isDispatched() {
        return state == NodeState.QUEUED && wakeAt == null;
    }

    NodeExecution with(Upstream next) {
        return with(next, unheard, started);
    }

    NodeExecution started(Started start) {
        return with(upstream, unheard, start);
    }

    private NodeExecution with(Upstream next, List<Integer> silent, @Nullable Started start) {
        return new NodeExecution(
                state,
                attempt,
                dispatch,
                next,
                changedAt,
                wakeAt,
                deferral,
                hold,
                report,
                failure,
                skipReason,
                silent,
                start);
    }

    NodeExecution queued(int nextAttempt, int nextDispatch, Instant at) {
        Deferral kept = nextAttempt == attempt ? deferral : null;
        return new NodeExecution(
                NodeState.QUEUED,
                nextAttempt,
                nextDispatch,
                upstream,
                at,
                null,
                kept,
                null,
                report,
                failure,
                null,
                unheard);
    }

    NodeExecution deferred(Deferral wish, Instant at) {
        boolean own = wish.breaker() == null;
        return new NodeExecution(
                NodeState.QUEUED,
                attempt,
                dispatch,
                upstream,
                at,
                wish.until(),
                own ? wish : deferral,
                own ? null : wish,
                report,
                failure,
                null,
                unheard);
    }

    NodeExecution retrying(Failure why, Instant retryAt, Report who, Instant at) {
        return new NodeExecution(
                NodeState.RETRYING, attempt, dispatch, upstream, at, retryAt, null, null, who, why, null, unheard);
    }

    NodeExecution completed(Report who, Instant at) {
        return new NodeExecution(
                NodeState.COMPLETED, attempt, dispatch, upstream, at, null, null, null, who, null, null, unheard);
    }

    NodeExecution failed(Failure why, Report who, Instant at) {
        return new NodeExecution(
                NodeState.FAILED, attempt, dispatch, upstream, at, null, null, null, who, why, null, unheard);
    }

    NodeExecution skipped(SkipReason why, Instant at) {
        return new NodeExecution(
                NodeState.SKIPPED, attempt, dispatch, upstream, at, null, null, null, report, null, why, unheard);
    }

    NodeExecution cancelled(Instant at) {
        return new NodeExecution(
                NodeState.CANCELLED, attempt, dispatch, upstream, at, null, null, null, report, failure, null, unheard);
    }

    /** This dispatch ended, but not by its worker's word. */
    NodeExecution unheard(int silent) {
        List<Integer> open = new ArrayList<>(unheard);
        open.add(silent);
        return with(open.subList(Math.max(0, open.size() - MOST_UNHEARD), open.size()));
    }

    /** The word of this dispatch's worker came after all. */
    NodeExecution heard(int late) {
        return with(unheard.stream().filter(open -> open != late).toList());
    }

    private NodeExecution with(List<Integer> open) {
        return with(upstream, open, started);
    }

    NodeExecution revived(Instant at) {
        return new NodeExecution(
                NodeState.PENDING, 0, dispatch, upstream, at, null, null, null, Report.NONE, null, null, unheard);
    }
}

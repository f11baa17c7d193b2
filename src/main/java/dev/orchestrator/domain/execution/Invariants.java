package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import java.util.List;

/**
 * Watches a decision in the making, told from its events and not from the rules that made them. Costs a few comparisons
 * for each event, and no allocation.
 */
final class Invariants {
    private final Evolution evolution;

    Invariants(Evolution evolution) {
        this.evolution = evolution;
    }

    /** Folds one more event, which must be lawful. */
    void apply(Event event) {
        ExecutionStatus from = evolution.lifecycle().status();
        if (event instanceof Event.OfNode ofNode) {
            applyOfNode(ofNode, from);
            return;
        }
        evolution.apply(event);
        ExecutionStatus to = evolution.lifecycle().status();
        if (from != to && !from.next().contains(to)) {
            throw violated(Invariant.LAWFUL_TRANSITION, event, "made " + from + " " + to);
        }
    }

    private void applyOfNode(Event.OfNode event, ExecutionStatus status) {
        int index = evolution.workflow().dag().indexOf(event.node());
        NodeExecution before = evolution.node(index);
        boolean late = event instanceof Event.NodeReportedLate;
        if (status.isEnded() && !late) {
            throw violated(Invariant.NOTHING_AFTER_THE_END, event, "after " + status);
        }
        if (event instanceof Event.NodeQueued queued) {
            checkDispatch(queued, before, evolution.workflow().dag().node(index));
        }
        if (event instanceof Event.NodeStarted started
                && (before.started() != null || before.dispatch() != started.dispatch())) {
            throw violated(Invariant.NUMBERS_IN_ORDER, event, "starts dispatch " + started.dispatch() + " once more");
        }
        evolution.apply(event);
        NodeState from = before.state();
        NodeState to = evolution.node(index).state();
        if (late ? from != to : !from.next().contains(to)) {
            throw violated(Invariant.LAWFUL_TRANSITION, event, "made " + from + " " + to);
        }
    }

    /** A rule is asked once: where a revival opens a dependency again, what was dispatched after its end goes on. */
    private static void checkDispatch(Event.NodeQueued event, NodeExecution before, Node node) {
        if (before.state() == NodeState.PENDING && !before.upstream().isSettled()) {
            throw violated(Invariant.DEPENDENCIES_FIRST, event, "with " + before.upstream());
        }
        int most = node.policy().retry().maxAttempts();
        if (event.dispatch() != before.dispatch() + 1 || event.attempt() < 1 || event.attempt() > most) {
            String numbers = "is attempt " + event.attempt() + " of " + most + " and dispatch " + event.dispatch();
            throw violated(Invariant.NUMBERS_IN_ORDER, event, numbers + " after " + before.dispatch());
        }
    }

    /** What was decided is whole; effects stand in the order of the events that want them. */
    void finish(List<Event> events, List<Effect> effects) {
        ExecutionStatus status = evolution.lifecycle().status();
        int open = evolution.open();
        boolean consistent =
                switch (status) {
                    case PENDING -> true;
                    case RUNNING -> open > 0;
                    case COMPLETED -> open == 0 && evolution.failed() == 0;
                    case FAILED, CANCELLED -> open == 0;
                };
        if (!consistent) {
            String nodes = open + " nodes open and " + evolution.failed() + " failed";
            throw new InvariantViolated(Invariant.END_OF_ALL, status + " with " + nodes);
        }
        if (status == ExecutionStatus.RUNNING) {
            everyWaitHasItsReason(events, effects);
        }
    }

    private static void everyWaitHasItsReason(List<Event> events, List<Effect> effects) {
        int at = 0;
        for (Event event : events) {
            if (event instanceof Event.OfNode ofNode && waits(ofNode)) {
                while (at < effects.size() && !isFor(effects.get(at), ofNode.node())) {
                    at++;
                }
                if (at++ == effects.size()) {
                    throw violated(Invariant.REASON_TO_WAIT, event, "without a task or a timer");
                }
            }
        }
    }

    private static boolean waits(Event.OfNode event) {
        return event instanceof Event.NodeQueued
                || event instanceof Event.NodeDeferred
                || event instanceof Event.NodeRetryScheduled;
    }

    private static boolean isFor(Effect effect, NodeId node) {
        return effect instanceof Effect.DispatchTask task && task.node().equals(node)
                || effect instanceof Effect.SetTimer timer && timer.node().equals(node);
    }

    /** Names the kind of the event and its node; the rest of it may be a user's. */
    private static InvariantViolated violated(Invariant invariant, Event event, String how) {
        String of = event instanceof Event.OfNode ofNode ? " of " + ofNode.node() : "";
        return new InvariantViolated(invariant, event.getClass().getSimpleName() + of + " " + how);
    }
}

package dev.orchestrator.checker;

import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Report;
import org.jspecify.annotations.Nullable;

/** G2. Terminal states never change but by an operator's retry, and only the latest dispatch can change a node. */
final class WhatEndedStaysAsItEnded implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        one.walk((before, entry, event) -> {
            if (event instanceof Event.OfNode ofNode) {
                Fold.Place place = before.place(ofNode.node());
                String broken = broken(before, place, event);
                findings.expect(broken == null, ofNode.node(), String.valueOf(broken), event + " when " + place);
            } else if (!(event instanceof Event.Revived)) {
                boolean open = !before.status().isEnded();
                findings.expect(open, null, "nothing after " + before.status(), event);
            }
        });
    }

    private static @Nullable String broken(Fold before, Fold.Place place, Event event) {
        if (event instanceof Event.NodeReportedLate) {
            return null;
        }
        if (before.status() != ExecutionStatus.RUNNING && !(event instanceof Event.NodeCancelled)) {
            return "nothing of a node while the execution is " + before.status();
        }
        if (event instanceof Event.NodeRevived) {
            boolean revivable = place.state().isEnded() && place.state() != NodeState.COMPLETED;
            return revivable ? null : "a revival of what ended badly";
        }
        if (place.state().isEnded()) {
            return "nothing more of an ended node";
        }
        Integer reported = reportedDispatch(event);
        boolean awaited = reported == null || (place.isOut() && reported == place.dispatch());
        return awaited ? null : "a report of the dispatch that is out";
    }

    private static @Nullable Integer reportedDispatch(Event event) {
        if (event instanceof Event.NodeCompleted completed) {
            return completed.dispatch();
        } else if (event instanceof Event.NodeRetryScheduled retry) {
            return retry.dispatch();
        }
        if (event instanceof Event.NodeFailed failed && !failed.report().equals(Report.NONE)) {
            return failed.dispatch();
        }
        return event instanceof Event.NodeDeferred deferred ? deferred.dispatch() : null;
    }
}

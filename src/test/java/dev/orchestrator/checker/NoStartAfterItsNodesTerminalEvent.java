package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.execution.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * G4. What is journaled to be over is not started any more. Allowed is one heartbeat: a worker that was given a task may
 * begin a moment later, and hears of the end with its next beat. A process that stood still, or whose messages were held
 * up, may begin as much later as that fault lasted; such starts are counted.
 */
final class NoStartAfterItsNodesTerminalEvent implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Instant> over = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.OfNode ofNode && ends(event)) {
                int dispatch = before.place(ofNode.node()).dispatch();
                over.putIfAbsent(new Dispatch(ofNode.node(), dispatch), one.durableAt(entry));
            }
        });
        one.starts().forEach(line -> {
            Instant ended = over.get(new Dispatch(line.node(), line.dispatch()));
            if (ended != null) {
                Lateness.judge(one, line, ended, "no start after the dispatch was over at " + ended, findings);
            }
        });
    }

    private static boolean ends(Event event) {
        return event instanceof Event.NodeCompleted
                || event instanceof Event.NodeFailed
                || event instanceof Event.NodeCancelled
                || event instanceof Event.NodeRetryScheduled
                || event instanceof Event.NodeDeferred;
    }
}

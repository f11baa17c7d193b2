package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.NodeState;
import java.util.HashMap;
import java.util.Map;

/** G2. An attempt ends once: completed, failed, or failed with another to follow. */
final class OneTerminalEventPerAttempt implements Rule.OfOneExecution {
    private record Attempt(NodeId node, int life, int number) {}

    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Attempt, Event> ended = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeCompleted
                    || event instanceof Event.NodeFailed
                    || event instanceof Event.NodeRetryScheduled) {
                NodeId node = ((Event.OfNode) event).node();
                Event first = ended.putIfAbsent(attempt(node, before.place(node)), event);
                findings.expect(first == null, node, "one terminal event of an attempt", first + ", then " + event);
            }
        });
    }

    /** What fails while it waits to be sent fails in the attempt that was to be sent. */
    private static Attempt attempt(NodeId node, Fold.Place place) {
        boolean isNext = place.state() == NodeState.PENDING || place.state() == NodeState.RETRYING;
        return new Attempt(node, place.life(), place.attempt() + (isNext ? 1 : 0));
    }
}

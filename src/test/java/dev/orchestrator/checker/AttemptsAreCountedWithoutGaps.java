package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.NodeState;
import java.util.HashMap;
import java.util.Map;

/**
 * Attempts count 1 to n, at most as many as asked for, anew after an operator's retry; a deferral uses none. What handlers
 * were told is what is journaled.
 */
final class AttemptsAreCountedWithoutGaps implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Integer> attempts = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued queued) {
                attempts.put(new Dispatch(queued.node(), queued.dispatch()), queued.attempt());
                int next = next(before.place(queued.node()));
                findings.expect(queued.attempt() == next, queued.node(), "attempt " + next, event);
                int most = before.node(queued.node()).policy().retry().maxAttempts();
                findings.expect(queued.attempt() <= most, queued.node(), "at most " + most + " attempts", event);
            }
        });
        one.starts().forEach(line -> {
            Integer attempt = attempts.get(new Dispatch(line.node(), line.dispatch()));
            boolean same = attempt == null || attempt == line.attempt();
            findings.expect(same, line.node(), "attempt " + attempt, line);
        });
    }

    private static int next(Fold.Place place) {
        boolean fresh = place.state() == NodeState.PENDING || place.state() == NodeState.RETRYING;
        return place.attempt() + (fresh ? 1 : 0);
    }
}

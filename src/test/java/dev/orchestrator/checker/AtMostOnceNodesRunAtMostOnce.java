package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * G5. A second run of an {@code at_most_once} node is one too many, unless the first one's own handler is journaled to have
 * reported before it (it failed and asked for another attempt, or deferred itself), or an operator asked for it.
 */
final class AtMostOnceNodesRunAtMostOnce implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Integer> lives = new HashMap<>();
        Map<Dispatch, Instant> reported = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued queued) {
                int life = before.place(queued.node()).life();
                lives.put(new Dispatch(queued.node(), queued.dispatch()), life);
            } else if (event instanceof Event.NodeDeferred deferred) {
                reported.put(new Dispatch(deferred.node(), deferred.dispatch()), entry.at());
            } else if (event instanceof Event.NodeRetryScheduled retry
                    && retry.failure().category() != ErrorCategory.WORKER_LOST) {
                reported.put(new Dispatch(retry.node(), retry.dispatch()), entry.at());
            }
        });
        Map<NodeId, Line> last = new HashMap<>();
        one.starts().filter(line -> isAtMostOnce(one, line.node())).forEach(line -> {
            Line before = last.put(line.node(), line);
            if (before != null) {
                Dispatch dispatch = new Dispatch(before.node(), before.dispatch());
                boolean another = line.dispatch() != before.dispatch();
                boolean revived =
                        !Objects.equals(lives.get(dispatch), lives.get(new Dispatch(line.node(), line.dispatch())));
                Instant word = reported.get(dispatch);
                boolean known = another && word != null && !word.isAfter(line.at());
                findings.expect(known || (another && revived), line.node(), "one run", before + ", then " + line);
            }
        });
    }

    private static boolean isAtMostOnce(Case one, NodeId node) {
        return Objects.requireNonNull(one.history().workflow().dag().find(node), node::value)
                .policy()
                .atMostOnce();
    }
}

package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * G5. A second run of an {@code at_most_once} node is one too many, unless an operator asked for it by a retry of its dead
 * letter.
 */
final class AtMostOnceNodesRunAtMostOnce implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Integer> lives = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued queued) {
                int life = before.place(queued.node()).life();
                lives.put(new Dispatch(queued.node(), queued.dispatch()), life);
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
                findings.expect(another && revived, line.node(), "one run", before + ", then " + line);
            }
        });
    }

    private static boolean isAtMostOnce(Case one, NodeId node) {
        return Objects.requireNonNull(one.history().workflow().dag().find(node), node::value)
                .policy()
                .atMostOnce();
    }
}

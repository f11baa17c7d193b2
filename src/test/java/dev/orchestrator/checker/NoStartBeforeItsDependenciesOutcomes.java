package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.NodeState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G3. A dispatch is journaled, a node's first one after the outcomes of what the node depends on (later a revival may have
 * taken those back), and durable before it starts. Where the time
 * of the commit is not known that of the decision stands for it, which lets pass what started between the two.
 */
final class NoStartBeforeItsDependenciesOutcomes implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Instant> queued = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued it) {
                queued.put(new Dispatch(it.node(), it.dispatch()), one.durableAt(entry));
                boolean first = before.place(it.node()).state() == NodeState.PENDING;
                for (NodeId dependency : first ? before.node(it.node()).dependencies() : List.<NodeId>of()) {
                    NodeState state = before.place(dependency).state();
                    findings.expect(state.isEnded(), it.node(), "the end of " + dependency, state + " at " + event);
                }
            }
        });
        one.starts().forEach(line -> {
            Instant durable = queued.get(new Dispatch(line.node(), line.dispatch()));
            findings.expect(durable != null, line.node(), "a journaled dispatch", line);
            boolean early = durable != null
                    && line.at().plus(one.all().conditions().clocks()).isBefore(durable);
            findings.expect(!early, line.node(), "no start before " + durable, line);
        });
    }
}

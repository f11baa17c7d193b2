package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.NodeState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * G3. A dispatch is journaled, after the outcomes of what its node depends on, and durable before it starts. Where the time
 * of the commit is not known that of the decision stands for it, which lets pass what started between the two.
 */
final class NoStartBeforeItsDependenciesOutcomes implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Instant> queued = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeQueued it) {
                queued.put(new Dispatch(it.node(), it.dispatch()), one.durableAt(entry));
                for (NodeId dependency : before.node(it.node()).dependencies()) {
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

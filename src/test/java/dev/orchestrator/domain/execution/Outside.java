package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is out at workers and timers by the decisions alone, kept without a look at the state: a second opinion. */
final class Outside {
    final Map<NodeId, Effect.DispatchTask> tasks = new TreeMap<>();
    final Map<NodeId, Effect.GrantStart> grants = new TreeMap<>();
    final Map<NodeId, Effect.SetTimer> timers = new TreeMap<>();

    Effect.@Nullable SetTimeout timeout;

    void follow(Decision.Accepted decision) {
        decision.events().forEach(this::close);
        decision.effects().forEach(this::open);
    }

    /** Everything that is out, in no particular order. */
    List<Effect> all() {
        List<Effect> all = new ArrayList<>(tasks.values());
        all.addAll(grants.values());
        all.addAll(timers.values());
        if (timeout != null) {
            all.add(timeout);
        }
        return all;
    }

    private void close(Event event) {
        if (event instanceof Event.Ended) {
            tasks.clear();
            grants.clear();
            timers.clear();
            timeout = null;
        } else if (event instanceof Event.OfNode node && !(event instanceof Event.NodeReportedLate)) {
            tasks.remove(node.node());
            grants.remove(node.node());
            timers.remove(node.node());
        }
    }

    private void open(Effect effect) {
        if (effect instanceof Effect.DispatchTask task) {
            tasks.put(task.node(), task);
        } else if (effect instanceof Effect.GrantStart grant) {
            grants.put(grant.node(), grant);
        } else if (effect instanceof Effect.SetTimer timer) {
            timers.put(timer.node(), timer);
        } else if (effect instanceof Effect.SetTimeout out) {
            timeout = out;
        }
    }
}

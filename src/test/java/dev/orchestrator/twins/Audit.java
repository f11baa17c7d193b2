package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what the in-memory Redis holds of an execution with what the journal says of it. */
final class Audit {
    private final HotKeys keys;

    Audit(HotKeys keys) {
        this.keys = keys;
    }

    List<String> differences(ExecutionState state) {
        HotView view = Objects.requireNonNull(keys.views.get(state.id()));
        List<String> found = new ArrayList<>();
        for (Node node : state.workflow().dag().nodes()) {
            HotView.Node shown = view.nodes.get(node.id());
            HotView.Node right = HotView.Node.of(state.node(node.id()));
            if (!Objects.equals(shown, right)) {
                found.add(node.id() + " is shown as " + shown + " and is " + right);
            }
        }
        return found;
    }

    List<String> unprovided(ExecutionState state) {
        List<String> found = new ArrayList<>();
        if (keys.lanes.get(keys.laneOf(state.id())).hasAnyOf(state.id())) {
            return found;
        }
        OpenWork work = keys.open.getOrDefault(state.id(), new OpenWork());
        for (Node node : state.workflow().dag().nodes()) {
            NodeExecution it = state.node(node.id());
            if (it.isDispatched() && !isOut(work.tasks.get(node.id()), it)) {
                found.add(node.id() + " has no task #" + it.dispatch());
            } else if (it.wakeAt() != null && !isSet(work.timers.get(node.id()), it)) {
                found.add(node.id() + " has no timer #" + it.dispatch());
            }
        }
        return found;
    }

    /** A task that ended waits for its message, and there is none here. */
    private boolean isOut(@Nullable OpenTask open, NodeExecution node) {
        return open != null && open.dispatch == node.dispatch() && open.due != null && mayRun(open);
    }

    private boolean mayRun(OpenTask open) {
        return open.stage != OpenTask.Stage.QUEUED || keys.isQueued(open);
    }

    private static boolean isSet(OpenWork.@Nullable Alarm alarm, NodeExecution node) {
        return alarm != null && alarm.fence == node.dispatch() && !alarm.fired && node.state() != NodeState.PENDING;
    }
}

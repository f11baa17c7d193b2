package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.in.ExecutionSummary;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.NodeView;
import dev.orchestrator.ports.out.LiveNode;
import dev.orchestrator.ports.out.LiveState.LiveExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows a durable state as its user sees it, with RUNNING laid over the nodes that a worker holds. */
final class Views {
    private Views() {}

    static ExecutionView of(ExecutionState state, Optional<LiveExecution> live) {
        List<NodeView> nodes = new ArrayList<>();
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            Node node = state.workflow().dag().node(index);
            LiveNode running = live.map(it -> it.nodes().get(node.id())).orElse(null);
            NodeExecution execution = state.node(index);
            nodes.add(
                    running != null && isOf(running, execution)
                            ? running(node, execution, running)
                            : view(node, execution));
        }
        return new ExecutionView(summary(state), state.version(), nodes);
    }

    static boolean isOf(LiveNode live, NodeExecution execution) {
        return live.state() == NodeState.RUNNING && execution.isDispatched() && live.dispatch() == execution.dispatch();
    }

    static ExecutionSummary summary(ExecutionState state) {
        Lifecycle lifecycle = state.lifecycle();
        return new ExecutionSummary(
                state.id(),
                state.workflowId(),
                state.workflow().name(),
                lifecycle.status(),
                lifecycle.reason(),
                lifecycle.submittedAt(),
                lifecycle.triggeredAt(),
                lifecycle.endedAt());
    }

    private static NodeView view(Node node, NodeExecution it) {
        return new NodeView(
                node.id(),
                node.handler(),
                it.state(),
                it.attempt(),
                it.dispatch(),
                it.report().worker(),
                it.report().startedAt(),
                it.state().isEnded() ? it.changedAt() : null,
                it.wakeAt(),
                it.failure(),
                it.skipReason());
    }

    private static NodeView running(Node node, NodeExecution it, LiveNode live) {
        return new NodeView(
                node.id(),
                node.handler(),
                NodeState.RUNNING,
                it.attempt(),
                it.dispatch(),
                live.worker(),
                live.startedAt(),
                null,
                null,
                it.failure(),
                null);
    }
}

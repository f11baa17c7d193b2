package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.Condition;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.TriggerRule;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import java.util.List;

/** The rules of {@code contract.md}, read here once more; values of conditions are compared by the domain. */
final class EveryNodeStartsAsItsTriggerRuleSays implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        one.walk(new Fold.Visitor() {
            @Override
            public void event(Fold before, Entry entry, Event event) {
                if (isStart(before, event)) {
                    NodeId node = ((Event.OfNode) event).node();
                    findings.expect(mayStart(one, before, node), node, "no start", told(before, event));
                } else if (event instanceof Event.NodeSkipped skipped) {
                    findings.expect(
                            !mayStart(one, before, skipped.node()), skipped.node(), "a start", told(before, event));
                }
            }

            @Override
            public void after(Fold fold, Entry entry) {
                if (fold.status() == ExecutionStatus.RUNNING) {
                    entry.events().forEach(event -> nobodyIsForgotten(fold, event, findings));
                }
            }
        });
    }

    /** What is PENDING is sent, or fails because nothing can be sent. */
    private static boolean isStart(Fold before, Event event) {
        return (event instanceof Event.NodeQueued || event instanceof Event.NodeFailed)
                && before.place(((Event.OfNode) event).node()).state() == NodeState.PENDING;
    }

    private static boolean mayStart(Case one, Fold fold, NodeId id) {
        Node node = fold.node(id);
        Condition condition = node.gate().condition();
        return ruleHolds(fold, node) && (condition == null || condition.holds(new Data(one, fold)));
    }

    private static boolean ruleHolds(Fold fold, Node node) {
        List<NodeState> states = node.dependencies().stream()
                .map(dependency -> fold.place(dependency).state())
                .toList();
        if (states.isEmpty()) {
            return node.gate().rule() != TriggerRule.ONE_FAILED;
        }
        return switch (node.gate().rule()) {
            case ALL_SUCCESS ->
                states.stream().allMatch(it -> it == NodeState.COMPLETED || it == NodeState.SKIPPED)
                        && states.contains(NodeState.COMPLETED);
            case ALL_DONE -> states.stream().allMatch(NodeState::isEnded);
            case ANY_SUCCESS -> states.contains(NodeState.COMPLETED);
            case ONE_FAILED -> states.contains(NodeState.FAILED);
        };
    }

    /** What an ended node was waited for by is looked at, and started or skipped, in the same version. */
    private static void nobodyIsForgotten(Fold fold, Event event, Findings.About findings) {
        if (!(event instanceof Event.OfNode ofNode)
                || !fold.place(ofNode.node()).state().isEnded()) {
            return;
        }
        int index = fold.workflow().dag().indexOf(ofNode.node());
        for (int child : fold.workflow().dag().children(index)) {
            Node node = fold.workflow().dag().node(child);
            boolean waits = fold.place(node.id()).state() != NodeState.PENDING
                    || node.dependencies().stream()
                            .anyMatch(it -> !fold.place(it).state().isEnded());
            findings.expect(waits, node.id(), "a start or a skip", "nothing after " + event);
        }
    }

    private static String told(Fold fold, Event event) {
        return event + " with " + fold.places();
    }
}

package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Dag;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives a failed node another chance: it, what was skipped or cancelled below it, and what the end of the execution took
 * down return to PENDING. Nodes that completed, and other nodes that failed by their own doing, stay as they are.
 */
final class Revival {
    private final ExecutionState before;
    private final Draft draft;

    Revival(ExecutionState before, Draft draft) {
        this.before = before;
        this.draft = draft;
    }

    /**
     * Revives, and answers the numbers of the nodes that wait again, lowest first.
     *
     * @param config for the failed node; null when it keeps the one it has
     */
    List<Integer> of(int failed, @Nullable Map<String, Object> config) {
        TreeSet<Integer> revived = new TreeSet<>();
        if (before.status().isEnded()) {
            goOn();
            addVictimsOfTheEnd(revived);
        }
        addWithDescendants(failed, revived);
        revived.forEach(index ->
                draft.record(new Event.NodeRevived(draft.definition(index).id(), index == failed ? config : null)));
        return List.copyOf(revived);
    }

    private void goOn() {
        Instant timeoutAt = draft.given().now().plus(before.workflow().timeout());
        draft.record(new Event.Revived(timeoutAt));
        draft.want(new Effect.SetTimeout(draft.now().lifecycle().run(), timeoutAt));
    }

    private void addVictimsOfTheEnd(TreeSet<Integer> revived) {
        for (int index = 0; index < before.workflow().dag().size(); index++) {
            NodeExecution node = before.node(index);
            if (node.state() == NodeState.CANCELLED || fellWithItsExecution(node)) {
                addWithDescendants(index, revived);
            }
        }
    }

    /** A handler may fail with any code of its own, but then a worker reported it. */
    private static boolean fellWithItsExecution(NodeExecution node) {
        return node.state() == NodeState.FAILED
                && Decider.EXECUTION_TIMED_OUT.equals(node.failure())
                && node.report().equals(Report.NONE);
    }

    private void addWithDescendants(int start, TreeSet<Integer> revived) {
        Dag dag = before.workflow().dag();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int index = open.poll();
            if (!revived.add(index)) {
                continue;
            }
            for (int child : dag.children(index)) {
                NodeState state = before.node(child).state();
                if (state == NodeState.SKIPPED || state == NodeState.CANCELLED) {
                    open.add(child);
                }
            }
        }
    }
}

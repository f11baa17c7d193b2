package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.Gate;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.definition.TriggerRule;
import java.util.ArrayDeque;

/**
 * The rules by which one change of a node leads to others: who becomes ready, who is skipped, when all is over.
 *
 * <p>Works off a list instead of recursing, so that a chain of 10,000 skips needs no deep stack. Each node is looked at
 * when its last dependency ends: a completion costs O(children), and no lock is needed for a join to happen once.
 */
final class Flow {
    static final String NODE_FAILED = "NODE_FAILED";

    private final Draft draft;
    private final int maxConfigChars;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private boolean failedFast;

    Flow(Draft draft, int maxConfigChars) {
        this.draft = draft;
        this.maxConfigChars = maxConfigChars;
    }

    /** Looks at a node that may be ready now. */
    void consider(int index) {
        ready.add(index);
    }

    void complete(int index, NodeOutput output, Report report) {
        draft.complete(output, report);
        ended(index);
    }

    /** Ends a node badly and by its own doing. */
    void fail(int index, Failure failure, Report report) {
        Node node = draft.definition(index);
        draft.record(new Event.NodeFailed(node.id(), draft.node(index).dispatch(), failure, true, report));
        failedFast |= draft.now().workflow().onFailure() == OnFailure.FAIL_FAST;
        ended(index);
    }

    /** Sends a node to the workers, unless its config cannot be made. */
    void dispatch(int index, int attempt) {
        Rendering rendering = draft.config(index, maxConfigChars);
        if (rendering instanceof Rendering.Rendered rendered) {
            queue(index, attempt, rendered);
        } else if (rendering instanceof Rendering.Unresolved missing) {
            fail(index, unresolved(missing), Report.NONE);
        } else {
            fail(index, tooLarge(), Report.NONE);
        }
    }

    /** Follows everything that has become ready, then ends the execution if nothing is left to do. */
    Decision.Accepted finish() {
        while (!failedFast && !ready.isEmpty()) {
            enter(ready.poll());
        }
        if (failedFast) {
            cancelOpenNodes();
            draft.record(new Event.Ended(ExecutionStatus.FAILED, NODE_FAILED));
        } else if (draft.now().open() == 0) {
            boolean failed = draft.now().failed() > 0;
            draft.record(new Event.Ended(
                    failed ? ExecutionStatus.FAILED : ExecutionStatus.COMPLETED, failed ? NODE_FAILED : ""));
        }
        return draft.done();
    }

    /** Ends the execution at once; what has not ended is cancelled. */
    Decision.Accepted stop(ExecutionStatus status, String reason) {
        cancelOpenNodes();
        draft.record(new Event.Ended(status, reason));
        return draft.done();
    }

    private void enter(int index) {
        NodeExecution node = draft.node(index);
        if (node.state() != NodeState.PENDING || !node.upstream().isSettled()) {
            return;
        }
        Gate gate = draft.definition(index).gate();
        Upstream upstream = node.upstream();
        if (!gate.rule().holds(upstream.completed(), upstream.skipped(), upstream.failed())) {
            skip(index, reason(gate.rule(), upstream));
        } else if (gate.condition() != null && !gate.condition().holds(draft.scope())) {
            skip(index, SkipReason.CONDITION_FALSE);
        } else {
            dispatch(index, 1);
        }
    }

    private static SkipReason reason(TriggerRule rule, Upstream upstream) {
        boolean deadBranch = rule == TriggerRule.ALL_SUCCESS && upstream.failed() == 0;
        return deadBranch ? SkipReason.UPSTREAM_SKIPPED : SkipReason.RULE_NOT_MET;
    }

    private void skip(int index, SkipReason reason) {
        draft.record(new Event.NodeSkipped(draft.definition(index).id(), reason));
        ended(index);
    }

    private void ended(int index) {
        for (int child : draft.now().workflow().dag().children(index)) {
            if (draft.node(child).upstream().isSettled()) {
                ready.add(child);
            }
        }
    }

    private void queue(int index, int attempt, Rendering.Rendered config) {
        Node node = draft.definition(index);
        int dispatch = draft.node(index).dispatch() + 1;
        draft.record(new Event.NodeQueued(node.id(), attempt, dispatch));
        draft.want(new Effect.DispatchTask(
                node.id(),
                attempt,
                dispatch,
                config.json(),
                config.secrets(),
                draft.given().now(),
                draft.node(index).deferral()));
    }

    private void cancelOpenNodes() {
        int size = draft.now().workflow().dag().size();
        for (int index = 0; index < size; index++) {
            if (!draft.node(index).state().isEnded()) {
                draft.record(new Event.NodeCancelled(draft.definition(index).id()));
            }
        }
    }

    private static Failure unresolved(Rendering.Unresolved missing) {
        return new Failure(
                ErrorCategory.TEMPLATE,
                "TEMPLATE_UNRESOLVED",
                "nothing stands behind " + missing.reference() + " (config" + missing.pointer() + ")");
    }

    private Failure tooLarge() {
        return new Failure(
                ErrorCategory.PERMANENT,
                "CONFIG_TOO_LARGE",
                "the rendered config is longer than " + maxConfigChars + " characters");
    }
}

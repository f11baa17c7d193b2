package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Policy;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import java.util.HashSet;
import java.util.Set;

/**
 * A node gives up when its attempts are used up, or for a reason that it does not repeat for, and not before; it tries again
 * for no other reason. Never repeated: what no handler reported (no worker in time, no config to send), and what an
 * {@code at_most_once} node did once its start was journaled.
 */
final class EveryAttemptAskedForIsMade implements Rule.OfOneExecution {
    private static final Set<String> NEVER_RAN = Set.of("QUEUE_TIMEOUT", "NO_HANDLER", "TEMPLATE_UNRESOLVED");

    @Override
    public void judge(Case one, Findings.About findings) {
        Set<Dispatch> started = new HashSet<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeStarted start) {
                started.add(new Dispatch(start.node(), start.dispatch()));
            } else if (event instanceof Event.NodeFailed failed
                    && !failed.report().equals(Report.NONE)
                    && !NEVER_RAN.contains(failed.failure().code())) {
                boolean again = !started.contains(new Dispatch(failed.node(), failed.dispatch()))
                        && isWorthAnother(before, failed.node(), failed.failure());
                findings.expect(!again, failed.node(), "another attempt", event);
            } else if (event instanceof Event.NodeRetryScheduled retry) {
                boolean again = !started.contains(new Dispatch(retry.node(), retry.dispatch()))
                        && isWorthAnother(before, retry.node(), retry.failure());
                findings.expect(again, retry.node(), "no other attempt", event);
            }
        });
    }

    private static boolean isWorthAnother(Fold fold, NodeId node, Failure failure) {
        Policy policy = fold.node(node).policy();
        return fold.place(node).attempt() < policy.retry().maxAttempts()
                && policy.retry().on().contains(failure.category());
    }
}

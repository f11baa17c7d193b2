package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import java.time.Instant;

/** Success is never computed from what happens to be known: an execution ends when all its nodes have, and as they did. */
final class EveryEndIsWhatTheNodesSay implements Rule.OfOneExecution {
    private static final String TIMED_OUT = "TIMED_OUT";

    @Override
    public void judge(Case one, Findings.About findings) {
        Instant[] timeoutAt = {Instant.MAX};
        boolean[] failed = {false};
        one.walk(new Fold.Visitor() {
            @Override
            public void event(Fold before, Entry entry, Event event) {
                // One version may hold a failure, the end that it led to, and a revival after it.
                failed[0] |= event instanceof Event.NodeFailed;
                failed[0] &= !(event instanceof Event.Ended);
                if (event instanceof Event.Triggered triggered) {
                    timeoutAt[0] = triggered.timeoutAt();
                } else if (event instanceof Event.Revived revived) {
                    timeoutAt[0] = revived.timeoutAt();
                } else if (event instanceof Event.Ended ended) {
                    boolean early = ended.reason().equals(TIMED_OUT)
                            && entry.at().plus(one.all().conditions().clocks()).isBefore(timeoutAt[0]);
                    findings.expect(!early, null, "no timeout before " + timeoutAt[0], event);
                    findings.expect(fits(before, ended), null, "an end that the nodes bear out", ended + before.open());
                }
            }

            @Override
            public void after(Fold fold, Entry entry) {
                if (fold.status() == ExecutionStatus.RUNNING) {
                    findings.expect(fold.openNodes() > 0, null, "an end, for all nodes have ended", entry);
                    boolean failedFast = fold.workflow().onFailure() == OnFailure.FAIL_FAST && failed[0];
                    findings.expect(!failedFast, null, "an end with the first failure", entry);
                }
            }
        });
    }

    private static boolean fits(Fold fold, Event.Ended end) {
        boolean failed = fold.places().values().stream().anyMatch(it -> it.state() == NodeState.FAILED);
        boolean over = fold.openNodes() == 0;
        return switch (end.status()) {
            case COMPLETED -> over && !failed;
            case FAILED -> over && (failed || end.reason().equals(TIMED_OUT));
            case CANCELLED -> over;
            default -> false;
        };
    }
}

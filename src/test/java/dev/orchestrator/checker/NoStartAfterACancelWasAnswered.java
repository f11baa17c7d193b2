package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Cancel;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * G7. A start is the lease that the store gives: after the answer to a cancel none is. Where the lease is not known, the
 * handler's own word stands for it, which may come a moment later: one heartbeat is allowed then.
 */
final class NoStartAfterACancelWasAnswered implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        Map<ExecutionId, Instant> answered = new HashMap<>();
        docket.evidence().clients().cancels().stream()
                .filter(Cancel::won)
                .forEach(cancel -> answered.put(cancel.execution(), cancel.answered()));
        for (Case one : docket.cases()) {
            Instant cancelled = answered.get(one.id());
            if (cancelled != null) {
                Findings.About about = findings.about(this, one.id());
                String expected = "no start after the cancel was answered at " + cancelled;
                one.starts().forEach(line -> judge(one, line, cancelled, expected, about));
            }
        }
    }

    private static void judge(Case one, Line start, Instant cancelled, String expected, Findings.About findings) {
        if (start.leasedAt() == null) {
            Lateness.judge(one, start, cancelled, expected, findings);
        } else {
            Instant limit = cancelled.plus(one.all().conditions().clocks());
            findings.expect(!start.leasedAt().isAfter(limit), start.node(), expected, start);
        }
    }
}

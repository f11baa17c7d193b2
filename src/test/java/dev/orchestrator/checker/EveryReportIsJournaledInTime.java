package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Fault;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.execution.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G8, G9. What a handler has done is journaled soon, or soon after the fault that was at work: a report that was dropped and
 * made up for by a second run comes too late. A dispatch that ended in another way is no matter of this rule.
 */
final class EveryReportIsJournaledInTime implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, Instant> completed = new HashMap<>();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeCompleted it) {
                completed.put(new Dispatch(it.node(), it.dispatch()), entry.at());
            }
        });
        for (Line line : one.lines()) {
            Instant at = completed.get(new Dispatch(line.node(), line.dispatch()));
            if (line.what() == What.END && at != null) {
                Instant latest = latest(one, line.at());
                findings.expect(!at.isAfter(latest), line.node(), "its completion by " + latest, line + ", then " + at);
            }
        }
    }

    private static Instant latest(Case one, Instant reported) {
        Duration promptness = one.all().conditions().promptness();
        List<Fault> faults = one.all().faults().stream()
                .sorted(Comparator.comparing(Fault::from))
                .toList();
        Instant latest = reported.plus(promptness);
        for (Fault fault : faults) {
            Instant after = fault.until().plus(promptness);
            boolean strikes = !fault.from().isAfter(latest) && after.isAfter(latest);
            latest = strikes ? after : latest;
        }
        return latest;
    }
}

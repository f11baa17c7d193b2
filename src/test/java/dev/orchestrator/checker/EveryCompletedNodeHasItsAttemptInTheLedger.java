package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A completion is the word of a handler that ran that very dispatch to its end, and its output is what that handler gave.
 * The line is written before the handler returns, so no allowance is made but that for clocks.
 */
final class EveryCompletedNodeHasItsAttemptInTheLedger implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Dispatch, List<Line>> ends = one.lines().stream()
                .filter(line -> line.what() == What.END)
                .collect(Collectors.groupingBy(line -> new Dispatch(line.node(), line.dispatch())));
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeCompleted completed && one.isWitnessed(completed.node())) {
                Dispatch dispatch = new Dispatch(completed.node(), completed.dispatch());
                judge(one, entry, dispatch, ends.getOrDefault(dispatch, List.of()), findings);
            }
        });
    }

    private static void judge(Case one, Entry entry, Dispatch dispatch, List<Line> ends, Findings.About findings) {
        Instant latest = entry.at().plus(one.all().conditions().clocks());
        List<Line> inTime =
                ends.stream().filter(line -> !line.at().isAfter(latest)).toList();
        findings.expect(!inTime.isEmpty(), dispatch.node(), "an end of " + dispatch + " by " + latest, ends);
        Document journaled = one.history().outputs().get(dispatch);
        boolean given = journaled == null
                || inTime.isEmpty()
                || inTime.stream().anyMatch(line -> isOf(line.output(), journaled));
        findings.expect(given, dispatch.node(), "an output that the handler gave", journaled + " of " + inTime);
    }

    private static boolean isOf(@Nullable Document said, Document journaled) {
        return said == null || Trees.same(said.tree(), journaled.tree());
    }
}

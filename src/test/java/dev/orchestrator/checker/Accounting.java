package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts how a run went. */
final class Accounting {
    private Accounting() {}

    static Verdict.Accounts of(Docket docket, int excused) {
        Map<ExecutionId, ExecutionStatus> ends = new HashMap<>();
        docket.cases().forEach(one -> ends.put(one.id(), one.fold().status()));
        Map<Fate, Integer> fates = new HashMap<>();
        docket.evidence().clients().requests().stream()
                .filter(request -> request.execution() != null && request.triggered())
                .forEach(request -> fates.merge(fate(request, ends.get(request.execution())), 1, Integer::sum));
        return new Verdict.Accounts(
                fates.values().stream().mapToInt(Integer::intValue).sum(),
                fates.getOrDefault(Fate.COMPLETED, 0),
                fates.getOrDefault(Fate.FAILED_AS_ASKED, 0),
                fates.getOrDefault(Fate.FAILED, 0),
                fates.getOrDefault(Fate.CANCELLED, 0),
                fates.getOrDefault(Fate.LOST, 0),
                docket.cases().size(),
                (int) docket.evidence().ledger().stream()
                        .filter(line -> line.what() == What.START)
                        .count(),
                docket.lines().values().stream()
                        .mapToInt(Accounting::duplicated)
                        .sum(),
                excused);
    }

    private enum Fate {
        COMPLETED,
        FAILED_AS_ASKED,
        FAILED,
        CANCELLED,
        LOST
    }

    private static Fate fate(Request request, @org.jspecify.annotations.Nullable ExecutionStatus end) {
        if (end == null || !end.isEnded()) {
            return Fate.LOST;
        }
        return switch (end) {
            case COMPLETED -> Fate.COMPLETED;
            case CANCELLED -> Fate.CANCELLED;
            default -> request.expected() == ExecutionStatus.FAILED ? Fate.FAILED_AS_ASKED : Fate.FAILED;
        };
    }

    /** A dispatch that starts again, and work that is done again after it had been done: each is a run too many. */
    private static int duplicated(List<Line> lines) {
        Set<Evidence.Dispatch> started = new HashSet<>();
        Map<NodeId, Set<Integer>> done = new HashMap<>();
        int result = 0;
        for (Line line : lines) {
            if (line.what() == What.START && !started.add(new Evidence.Dispatch(line.node(), line.dispatch()))) {
                result++;
            } else if (line.what() == What.END) {
                Set<Integer> before = done.computeIfAbsent(line.node(), any -> new HashSet<>());
                result += before.add(line.dispatch()) && before.size() > 1 ? 1 : 0;
            }
        }
        return result;
    }
}

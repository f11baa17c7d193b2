package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Notice;
import dev.orchestrator.checker.Evidence.Results;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was told of the end, and the results shown after it, are what is journaled. */
final class ApiJournalAndNotificationAgree implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        Map<ExecutionId, List<Event.Ended>> ends = new HashMap<>();
        Map<ExecutionId, Fold> folds = new HashMap<>();
        for (Case one : docket.cases()) {
            List<Event.Ended> list = ends.computeIfAbsent(one.id(), any -> new ArrayList<>());
            folds.put(one.id(), one.walk((before, entry, event) -> {
                if (event instanceof Event.Ended ended) {
                    list.add(ended);
                }
            }));
        }
        for (Notice notice : docket.evidence().clients().notices()) {
            boolean happened = ends.getOrDefault(notice.execution(), List.of()).stream()
                    .anyMatch(end -> end.status() == notice.status());
            findings.about(this, notice.execution()).expect(happened, null, "such an end in the journal", notice);
        }
        for (Results results : docket.evidence().clients().results()) {
            Fold fold = folds.get(results.execution());
            if (fold != null) {
                compare(results, fold, docket, findings.about(this, results.execution()));
            }
        }
    }

    private static void compare(Results results, Fold fold, Docket docket, Findings.About findings) {
        Map<Dispatch, Document> stored =
                docket.evidence().journal().get(results.execution()).outputs();
        fold.places().forEach((node, place) -> {
            Document shown = results.outputs().get(node);
            boolean completed = place.state() == NodeState.COMPLETED;
            findings.expect(completed == (shown != null), node, "results of what completed", String.valueOf(shown));
            Document journaled = stored.get(new Dispatch(node, place.dispatch()));
            if (completed && shown != null && journaled != null) {
                boolean same = Trees.same(shown.tree(), journaled.tree());
                findings.expect(same, node, journaled.text(), shown.text());
            }
        });
    }
}

package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An execution without an acknowledged submission must come of a request that got no answer; so must every run. */
final class NothingExistsThatWasNotSubmitted implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        Set<ExecutionId> acknowledged = new HashSet<>();
        Map<String, Integer> unanswered = new HashMap<>();
        for (Request request : docket.evidence().clients().requests()) {
            if (request.execution() == null) {
                unanswered.merge(request.workflow(), 1, Integer::sum);
            } else {
                acknowledged.add(request.execution());
            }
        }
        for (Case one : docket.cases()) {
            String name = one.history().workflow().name();
            if (!acknowledged.contains(one.id()) && unanswered.merge(name, -1, Integer::sum) < 0) {
                findings.about(this, one.id()).broken(null, "a submission of " + name, "none");
            }
        }
        docket.lines().forEach((id, lines) -> findings.about(this, id)
                .expect(docket.evidence().journal().containsKey(id), null, "no run", "a run of what is not stored"));
    }
}

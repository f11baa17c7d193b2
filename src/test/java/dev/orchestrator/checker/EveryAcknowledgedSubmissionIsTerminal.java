package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.util.Set;
import java.util.stream.Collectors;

/** G1. What was triggered without an answer is judged, too: the journal says that it runs, so it must end. */
final class EveryAcknowledgedSubmissionIsTerminal implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        for (Request request : docket.evidence().clients().requests()) {
            ExecutionId id = request.execution();
            if (id != null) {
                boolean stored = docket.evidence().journal().containsKey(id);
                findings.about(this, id).expect(stored, null, "an execution in the journal", "none");
            }
        }
        Set<ExecutionId> triggered = docket.evidence().clients().requests().stream()
                .filter(Request::triggered)
                .map(Request::execution)
                .collect(Collectors.toSet());
        for (Case one : docket.cases()) {
            Fold end = one.fold();
            boolean open = end.status() == ExecutionStatus.RUNNING
                    || (triggered.contains(one.id()) && !end.status().isEnded());
            findings.about(this, one.id()).expect(!open, null, "an end", open ? end.open() : "");
        }
    }
}

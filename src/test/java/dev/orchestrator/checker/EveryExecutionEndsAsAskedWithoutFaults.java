package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.util.Map;
import java.util.stream.Collectors;

/** Faults may use up attempts; without them everything ends as its handlers were told to let it end. */
final class EveryExecutionEndsAsAskedWithoutFaults implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        if (!docket.evidence().faults().isEmpty()) {
            return;
        }
        Map<ExecutionId, Case> cases = docket.cases().stream().collect(Collectors.toMap(Case::id, one -> one));
        for (Request request : docket.evidence().clients().requests()) {
            Case one = request.execution() == null ? null : cases.get(request.execution());
            if (one != null && request.expected() != null) {
                ExecutionStatus end = one.fold().status();
                findings.about(this, one.id())
                        .expect(end == request.expected() || !end.isEnded(), null, request.expected() + "", end);
            }
        }
    }
}

package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Cancel;
import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.checker.Evidence.Retry;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client was told to have happened has happened, once for each answer, and for what was refused there was a reason. */
final class EveryAnswerIsInTheJournal implements Rule {
    private record Place(ExecutionId execution, @Nullable NodeId node) {}

    @Override
    public void judge(Docket docket, Findings findings) {
        Map<Place, Integer> cancelled = new HashMap<>();
        Map<Place, Integer> revived = new HashMap<>();
        Set<ExecutionId> ended = new HashSet<>();
        Map<ExecutionId, Event.Triggered> triggered = new HashMap<>();
        for (Case one : docket.cases()) {
            one.walk((before, entry, event) -> {
                if (event instanceof Event.Ended end) {
                    ended.add(one.id());
                    int win = end.status() == ExecutionStatus.CANCELLED ? 1 : 0;
                    cancelled.merge(new Place(one.id(), null), win, Integer::sum);
                } else if (event instanceof Event.NodeRevived it) {
                    revived.merge(new Place(one.id(), it.node()), 1, Integer::sum);
                } else if (event instanceof Event.Triggered it) {
                    triggered.put(one.id(), it);
                }
            });
        }
        for (Cancel cancel : docket.evidence().clients().cancels()) {
            boolean fits = cancel.won()
                    ? takes(cancelled, new Place(cancel.execution(), null))
                    : ended.contains(cancel.execution());
            findings.about(this, cancel.execution()).expect(fits, null, cancel.won() ? "its cancel" : "an end", cancel);
        }
        for (Retry retry : docket.evidence().clients().retries()) {
            boolean fits = !retry.won() || takes(revived, new Place(retry.execution(), retry.node()));
            findings.about(this, retry.execution()).expect(fits, retry.node(), "a revival for each answer", retry);
        }
        docket.evidence().clients().requests().forEach(request -> judge(request, triggered, findings));
    }

    private void judge(Request request, Map<ExecutionId, Event.Triggered> triggered, Findings findings) {
        ExecutionId id = request.execution();
        if (id != null && request.triggered()) {
            Event.Triggered event = triggered.get(id);
            findings.about(this, id).expect(event != null, null, "the trigger that was acknowledged", request);
            boolean same = event == null || request.params() == null || Trees.same(event.params(), request.params());
            findings.about(this, id).expect(same, null, "params as sent: " + request.params(), event);
        }
    }

    private static boolean takes(Map<Place, Integer> left, Place place) {
        return left.merge(place, -1, Integer::sum) >= 0;
    }
}

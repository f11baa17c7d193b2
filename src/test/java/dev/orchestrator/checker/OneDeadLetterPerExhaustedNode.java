package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Letter;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** G10. A node that ended badly by its own doing has one letter, and it is open unless an operator discarded it. */
final class OneDeadLetterPerExhaustedNode implements Rule {
    private record Place(ExecutionId execution, NodeId node) {}

    @Override
    public void judge(Docket docket, Findings findings) {
        Map<Place, List<Letter>> letters = docket.evidence().rest().letters().stream()
                .collect(Collectors.groupingBy(letter -> new Place(letter.execution(), letter.node())));
        for (Case one : docket.cases()) {
            Findings.About about = findings.about(this, one.id());
            Fold end = one.walk((before, entry, event) -> {
                if (event instanceof Event.NodeFailed failed) {
                    boolean own = !failed.failure().code().equals("TIMED_OUT")
                            || !failed.report().equals(Report.NONE);
                    about.expect(own == failed.deadLetter(), failed.node(), own + " for a dead letter", event);
                }
            });
            end.places()
                    .forEach((node, place) ->
                            judge(node, place, letters.getOrDefault(new Place(one.id(), node), List.of()), about));
            letters.keySet().removeIf(place -> place.execution().equals(one.id()));
        }
        letters.forEach((place, list) ->
                findings.about(this, place.execution()).broken(place.node(), "no letter of what is not stored", list));
    }

    private static void judge(NodeId node, Fold.Place place, List<Letter> letters, Findings.About findings) {
        List<Letter> current = letters.stream()
                .filter(letter -> letter.status() != DeadLetters.Status.RETRIED)
                .toList();
        if (place.isDeadLetter()) {
            boolean one = current.size() == 1 && current.get(0).dispatch() == place.dispatch();
            findings.expect(one, node, "one letter of dispatch " + place.dispatch(), letters);
        } else {
            boolean open = letters.stream().anyMatch(letter -> letter.status() == DeadLetters.Status.OPEN);
            findings.expect(!open, node, "no open letter of a node that is " + place, letters);
        }
    }
}

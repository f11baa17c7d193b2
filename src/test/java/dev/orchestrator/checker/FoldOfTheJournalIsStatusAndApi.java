package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Sighting;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The status in the table, and every answer that a reader got, is what the journal says at that version.
 *
 * <p>Allowed: of a wide change readers may see nodes early, with the version before it (so says the port), hence a node may
 * be as the next version has it; and RUNNING is what readers see of a queued node that a worker holds.
 */
final class FoldOfTheJournalIsStatusAndApi implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<Integer, List<Sighting>> byVersion =
                one.sightings().stream().collect(Collectors.groupingBy(Sighting::version));
        List<Early> open = new ArrayList<>();
        Fold end = one.walk(new Fold.Visitor() {
            @Override
            public void event(Fold before, Entry entry, Event event) {}

            @Override
            public void after(Fold fold, Entry entry) {
                open.removeIf(early -> early.isSo(fold));
                open.forEach(early -> early.tell(findings));
                open.clear();
                List<Sighting> seen = byVersion.remove(entry.version());
                if (seen != null) {
                    seen.forEach(it -> compare(it, fold, open, findings));
                }
            }
        });
        open.forEach(early -> early.tell(findings));
        byVersion.values().stream()
                .flatMap(List::stream)
                .forEach(it -> findings.broken(null, "a version of the journal, which ends at " + end.version(), it));
        ExecutionStatus row = one.history().row();
        findings.expect(row == null || row == end.status(), null, end.status() + " in the table", row + "");
    }

    private static void compare(Sighting it, Fold fold, List<Early> open, Findings.About findings) {
        findings.expect(it.status() == fold.status(), null, fold.status() + " at version " + it.version(), it);
        it.nodes().forEach((node, state) -> {
            Early early = new Early(it, node, state, fold.place(node).state());
            if (!early.isSo(fold)) {
                open.add(early);
            }
        });
    }

    /** What a reader saw of a node and the version it saw does not have. */
    private record Early(Sighting sighting, NodeId node, NodeState seen, NodeState journaled) {
        boolean isSo(Fold fold) {
            NodeState state = fold.place(node).state();
            return seen == state || (seen == NodeState.RUNNING && state == NodeState.QUEUED);
        }

        void tell(Findings.About findings) {
            String where = " by " + sighting.reader() + " at " + sighting.answered();
            findings.broken(node, journaled + " at version " + sighting.version(), seen + where);
        }
    }
}

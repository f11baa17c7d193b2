package dev.orchestrator.checker;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The evidence of a run, sorted by execution. */
final class Docket {
    private final Evidence evidence;
    private final Map<ExecutionId, List<Evidence.Line>> lines;
    private final Map<ExecutionId, Case> cases = new TreeMap<>();

    Docket(Evidence evidence) {
        this.evidence = evidence;
        this.lines = grouped(evidence.ledger(), Evidence.Line::execution);
        lines.values().forEach(list -> list.sort(Comparator.comparing(Evidence.Line::at)));
        Map<ExecutionId, List<Evidence.Sighting>> sightings =
                grouped(evidence.clients().sightings(), Evidence.Sighting::execution);
        evidence.journal()
                .forEach((id, history) -> cases.put(
                        id,
                        new Case(
                                id,
                                history,
                                lines.getOrDefault(id, List.of()),
                                sightings.getOrDefault(id, List.of()),
                                evidence)));
    }

    private static <T> Map<ExecutionId, List<T>> grouped(List<T> all, Function<T, ExecutionId> key) {
        Map<ExecutionId, List<T>> result = new HashMap<>();
        all.forEach(one ->
                result.computeIfAbsent(key.apply(one), any -> new ArrayList<>()).add(one));
        return result;
    }

    Evidence evidence() {
        return evidence;
    }

    /** Of every execution that is stored, in the order of their ids. */
    Collection<Case> cases() {
        return cases.values();
    }

    /** The lines of an execution, stored or not, in the order of their time. */
    Map<ExecutionId, List<Evidence.Line>> lines() {
        return lines;
    }
}

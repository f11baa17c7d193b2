package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is known of one stored execution.
 *
 * @param lines of the ledger, in the order of their time
 * @param sightings in the order in which they were gathered
 */
record Case(
        ExecutionId id,
        Evidence.History history,
        List<Evidence.Line> lines,
        List<Evidence.Sighting> sightings,
        Evidence all) {
    /** Shows every event of the journal, together with the state before it; answers the state at the end. */
    Fold walk(Fold.Visitor visitor) {
        Fold fold = new Fold(history.workflow());
        for (Entry entry : history.entries()) {
            fold.next(entry, visitor);
        }
        return fold;
    }

    Fold fold() {
        return walk((fold, entry, event) -> {});
    }

    /** When a version became durable: its commit where that is known, else its decision, which was a little earlier. */
    Instant durableAt(Entry entry) {
        return history.durableAt().getOrDefault(entry.version(), entry.at());
    }

    Stream<Evidence.Line> starts() {
        return lines.stream().filter(line -> line.what() == Evidence.What.START);
    }

    boolean isWitnessed(NodeId node) {
        return all.conditions().witnessed().contains(handler(node));
    }

    String handler(NodeId node) {
        return Objects.requireNonNull(history.workflow().dag().find(node), node::value)
                .handler();
    }
}

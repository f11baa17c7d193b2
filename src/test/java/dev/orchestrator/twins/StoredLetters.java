package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.DeadLetters.Closing;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Place;
import dev.orchestrator.ports.out.DeadLetters.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The dead letters of the twins, as commits leave them. */
final class StoredLetters {
    private final Map<UUID, Letter> letters = new LinkedHashMap<>();

    Collection<Letter> all() {
        return letters.values();
    }

    Optional<Letter> find(UUID id) {
        return Optional.ofNullable(letters.get(id));
    }

    void close(Letter letter, Status status, Closing closing) {
        letters.put(
                letter.id(),
                new Letter(
                        letter.id(),
                        letter.place(),
                        letter.attempts(),
                        letter.dispatch(),
                        letter.failure(),
                        letter.fingerprint(),
                        letter.triggeredAt(),
                        letter.failedAt(),
                        status,
                        closing));
    }

    boolean isOpenFor(ExecutionId execution) {
        return letters.values().stream()
                .anyMatch(
                        letter -> letter.isOpen() && letter.place().execution().equals(execution));
    }

    void remove(ExecutionId execution) {
        letters.values().removeIf(letter -> letter.place().execution().equals(execution));
    }

    /** A revival needs the open letter of one of its nodes, unless that one failed in this very version. */
    boolean allow(Append append) {
        Set<NodeId> failed = new HashSet<>();
        Set<NodeId> revived = new HashSet<>();
        for (Event event : append.entry().events()) {
            if (event instanceof Event.NodeFailed it) {
                failed.add(it.node());
            } else if (event instanceof Event.NodeRevived it) {
                if (failed.contains(it.node())) {
                    return true;
                }
                revived.add(it.node());
            }
        }
        return revived.isEmpty()
                || revived.stream()
                        .anyMatch(node -> open(append.state().id(), node).isPresent());
    }

    void fold(Append append) {
        ExecutionId id = append.state().id();
        for (Event event : append.entry().events()) {
            if (event instanceof Event.NodeFailed failed && failed.deadLetter()) {
                open(id, failed.node()).ifPresent(letter -> letters.remove(letter.id()));
                add(append, failed);
            } else if (event instanceof Event.NodeRevived revived) {
                open(id, revived.node())
                        .ifPresent(letter -> close(
                                letter,
                                Status.RETRIED,
                                new Closing(append.entry().at(), "", "")));
            }
        }
    }

    private void add(Append append, Event.NodeFailed failed) {
        Instant at = append.entry().at();
        Instant triggered = append.state().lifecycle().triggeredAt();
        UUID id = new UUID(at.toEpochMilli() << 16 | 0x7000, letters.size() + 1L);
        letters.put(
                id,
                new Letter(
                        id,
                        new Place(
                                append.state().id(),
                                failed.node(),
                                append.state()
                                        .workflow()
                                        .dag()
                                        .find(failed.node())
                                        .handler(),
                                append.state().workflow().name()),
                        append.state().node(failed.node()).attempt(),
                        failed.dispatch(),
                        failed.failure(),
                        failed.failure().code(),
                        triggered == null ? append.state().lifecycle().submittedAt() : triggered,
                        at,
                        Status.OPEN,
                        null));
    }

    private Optional<Letter> open(ExecutionId execution, NodeId node) {
        return letters.values().stream()
                .filter(letter -> letter.isOpen()
                        && letter.place().execution().equals(execution)
                        && letter.place().node().equals(node))
                .findFirst();
    }
}

package dev.orchestrator.domain.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One version of an execution in the journal: everything that one decision made happen, at one time. */
public record Entry(int version, Instant at, List<Event> events) {
    private static final Event.Cases<Optional<ExecutionStatus>> STATUS = new Event.Cases<>(
            submitted -> Optional.of(ExecutionStatus.PENDING),
            triggered -> Optional.of(ExecutionStatus.RUNNING),
            queued -> Optional.empty(),
            started -> Optional.empty(),
            completed -> Optional.empty(),
            retried -> Optional.empty(),
            deferred -> Optional.empty(),
            failed -> Optional.empty(),
            skipped -> Optional.empty(),
            cancelled -> Optional.empty(),
            late -> Optional.ofNullable(late.end()).map(Event.Ended::status),
            nodeRevived -> Optional.empty(),
            revived -> Optional.of(ExecutionStatus.RUNNING),
            ended -> Optional.of(ended.status()));

    public Entry {
        events = List.copyOf(events);
    }

    /** Where the execution stands after this version. A version that says nothing of it happened while it ran. */
    public ExecutionStatus status() {
        return events.stream()
                .flatMap(event -> event.match(STATUS).stream())
                .reduce(ExecutionStatus.RUNNING, (before, after) -> after);
    }

    /** How the execution had ended when this version was written, if it had. */
    public Optional<Event.Ended> end() {
        return status().isEnded()
                ? events.stream().flatMap(event -> endIn(event).stream()).reduce((before, after) -> after)
                : Optional.empty();
    }

    private static Optional<Event.Ended> endIn(Event event) {
        if (event instanceof Event.NodeReportedLate late) {
            return Optional.ofNullable(late.end());
        }
        return event instanceof Event.Ended ended ? Optional.of(ended) : Optional.empty();
    }
}

package dev.orchestrator.domain.execution;

import java.time.Instant;
import java.util.List;

/** One version of an execution in the journal: everything that one decision made happen, at one time. */
public record Entry(int version, Instant at, List<Event> events) {
    public Entry {
        events = List.copyOf(events);
    }
}

package dev.orchestrator.checker;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long executions took to go on after a fault: until the next version of each that was open when the fault was over. */
final class Recovery {
    private Recovery() {}

    static List<Duration> of(Docket docket) {
        List<Duration> times = new ArrayList<>();
        for (Evidence.Fault fault : docket.evidence().faults()) {
            docket.cases()
                    .forEach(one -> time(one.history().entries(), fault.until()).ifPresent(times::add));
        }
        return times.stream().sorted().toList();
    }

    /** An execution that never went on has no time here; it has not ended, and a rule says so. */
    private static Optional<Duration> time(List<Entry> entries, Instant over) {
        ExecutionStatus status = ExecutionStatus.PENDING;
        for (Entry entry : entries) {
            if (entry.at().isAfter(over)) {
                return status == ExecutionStatus.RUNNING
                        ? Optional.of(Duration.between(over, entry.at()))
                        : Optional.empty();
            }
            status = entry.status();
        }
        return Optional.empty();
    }
}

package dev.orchestrator.domain.execution;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution's own state, apart from its nodes.
 *
 * @param run counts the trigger and each revival; 0 before the trigger. It fences the timeout's timer
 * @param timeoutAt when the current run times out
 * @param reason why the execution ended, empty while it has not
 */
public record Lifecycle(
        ExecutionStatus status,
        int run,
        Instant submittedAt,
        @Nullable Instant triggeredAt,
        @Nullable Instant timeoutAt,
        @Nullable Instant endedAt,
        String reason) {
    /** How the execution ended, if it has. */
    Optional<Event.Ended> end() {
        return status.isEnded() ? Optional.of(new Event.Ended(status, reason)) : Optional.empty();
    }

    static Lifecycle submitted(Instant at) {
        return new Lifecycle(ExecutionStatus.PENDING, 0, at, null, null, null, "");
    }

    Lifecycle triggered(Instant at, Instant timeout) {
        return new Lifecycle(ExecutionStatus.RUNNING, 1, submittedAt, at, timeout, null, "");
    }

    Lifecycle revived(Instant timeout) {
        return new Lifecycle(ExecutionStatus.RUNNING, run + 1, submittedAt, triggeredAt, timeout, null, "");
    }

    Lifecycle ended(ExecutionStatus how, String why, Instant at) {
        return new Lifecycle(how, run, submittedAt, triggeredAt, timeoutAt, at, why);
    }
}

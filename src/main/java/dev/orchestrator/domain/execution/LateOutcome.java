package dev.orchestrator.domain.execution;

import java.util.Optional;

/** How a worker says that a dispatch ended which was over without it. */
public enum LateOutcome {
    SUCCEEDED,
    FAILED,
    DEFERRED;

    /** Nothing for what a worker does not say of itself. */
    static Optional<LateOutcome> of(Outcome outcome) {
        return outcome.match(new Outcome.Cases<>(
                succeeded -> Optional.of(SUCCEEDED),
                failed -> Optional.of(FAILED),
                deferred -> Optional.of(DEFERRED),
                lost -> Optional.empty(),
                queueTimedOut -> Optional.empty()));
    }
}

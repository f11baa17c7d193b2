package dev.orchestrator.domain.execution;

import java.util.Set;

/** Where an execution stands. */
public enum ExecutionStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    public boolean isEnded() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /** The statuses that may follow; FAILED to RUNNING is an operator's revival. */
    public Set<ExecutionStatus> next() {
        return switch (this) {
            case PENDING -> Set.of(RUNNING, CANCELLED);
            case RUNNING -> Set.of(COMPLETED, FAILED, CANCELLED);
            case FAILED -> Set.of(RUNNING);
            case COMPLETED, CANCELLED -> Set.of();
        };
    }
}

package dev.orchestrator.domain.execution;

import java.util.Set;

/**
 * Where a node stands. The table of transitions is {@link #next}.
 *
 * <p>{@link #RUNNING} is never journaled: readers see it where a worker holds a lease on a queued node.
 */
public enum NodeState {
    PENDING,
    QUEUED,
    RUNNING,
    RETRYING,
    COMPLETED,
    FAILED,
    SKIPPED,
    CANCELLED;

    public boolean isEnded() {
        return this == COMPLETED || this == FAILED || this == SKIPPED || this == CANCELLED;
    }

    /** The states that may follow; what leads from FAILED, SKIPPED or CANCELLED is an operator's revival. */
    public Set<NodeState> next() {
        return switch (this) {
            case PENDING -> Set.of(QUEUED, FAILED, SKIPPED, CANCELLED);
            case QUEUED, RUNNING -> Set.of(QUEUED, RUNNING, RETRYING, COMPLETED, FAILED, CANCELLED);
            case RETRYING -> Set.of(QUEUED, FAILED, CANCELLED);
            case FAILED, SKIPPED, CANCELLED -> Set.of(PENDING);
            case COMPLETED -> Set.of();
        };
    }
}

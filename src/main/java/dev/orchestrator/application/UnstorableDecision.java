package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;

/** The journal refused what a command led to, for what it holds and not for an outage. */
public final class UnstorableDecision extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnstorableDecision(ExecutionId id, String reason) {
        super("the decision about " + id + " cannot be stored: " + reason, null, false, false);
    }
}

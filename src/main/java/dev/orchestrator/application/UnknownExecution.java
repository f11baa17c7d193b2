package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;

/** A command named an execution that the journal does not know. */
public final class UnknownExecution extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownExecution(ExecutionId id) {
        super("no execution " + id, null, false, false);
    }
}

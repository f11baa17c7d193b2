package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;

/** A command named an execution that the journal does not know. */
public final class UnknownExecution extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ExecutionId id;

    UnknownExecution(ExecutionId id) {
        super("no execution " + id, null, false, false);
        this.id = id;
    }

    ExecutionId id() {
        return id;
    }
}

package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskResult;

/** The config of a task cannot be used as it came; the message says what to write instead. */
final class InvalidConfig extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidConfig(String message) {
        super(message, null, false, false);
    }

    TaskResult asResult() {
        return TaskResult.permanent("INVALID_CONFIG", String.valueOf(getMessage()));
    }
}

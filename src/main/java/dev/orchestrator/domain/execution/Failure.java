package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.ErrorCategory;

/** Why an attempt failed: its kind, a stable code such as {@code HTTP_503}, and a sentence for people. */
public record Failure(ErrorCategory category, String code, String message) {
    /** The longest message kept; a handler may send any length. */
    public static final int MAX_MESSAGE = 2_000;

    public Failure {
        message = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    }
}

package dev.orchestrator.domain.definition;

/** The kind of a failure, which decides whether a retry can help. */
public enum ErrorCategory {
    RETRYABLE,
    PERMANENT,
    TIMEOUT,
    CANCELLED,
    WORKER_LOST,
    NO_HANDLER,
    TEMPLATE
}

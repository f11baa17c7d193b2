package dev.orchestrator.bootstrap.embedded;

/** The stores that can be embedded, each by itself. */
public enum Store {
    POSTGRES,
    REDIS
}

package dev.orchestrator.adapters.in.rest;

/** What an API key allows, from least to most: each scope holds those before it. */
public enum KeyScope {
    /** See executions, workflows, metrics and documentation; check a definition. */
    READ,
    /** Submit, start and cancel; register workflows. */
    RUN,
    /** Decide about dead letters. */
    ADMIN;

    boolean holds(KeyScope other) {
        return compareTo(other) >= 0;
    }

    /** As people write it. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

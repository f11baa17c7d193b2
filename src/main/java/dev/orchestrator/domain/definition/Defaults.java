package dev.orchestrator.domain.definition;

import java.time.Duration;

/** What a definition leaves open, as settings fill it in. Stored with the workflow, so that it never changes later. */
public record Defaults(RetryPolicy retry, Duration nodeTimeout, Duration queueTimeout, Duration executionTimeout) {}

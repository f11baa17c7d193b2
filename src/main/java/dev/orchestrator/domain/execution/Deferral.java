package dev.orchestrator.domain.execution;

import java.time.Instant;

/** What a handler asked for when it wanted to be called again later. */
public record Deferral(Instant until, String reason) {}

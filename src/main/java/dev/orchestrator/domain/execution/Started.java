package dev.orchestrator.domain.execution;

import java.time.Instant;

/** Whose wish to start was granted, and when that was decided. */
public record Started(Claim claim, Instant at) {}

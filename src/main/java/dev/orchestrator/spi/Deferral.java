package dev.orchestrator.spi;

import java.time.Instant;

/** What a handler asked for when it deferred: to be called again at this time, for this reason. */
public record Deferral(Instant until, String reason) {}

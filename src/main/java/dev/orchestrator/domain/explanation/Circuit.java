package dev.orchestrator.domain.explanation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a circuit breaker stands.
 *
 * @param state open, half_open, closing or closed
 * @param nextProbeAt from when on somebody tries again; null while it is closed
 */
public record Circuit(String state, @Nullable Instant nextProbeAt) {}

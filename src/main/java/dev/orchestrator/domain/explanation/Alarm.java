package dev.orchestrator.domain.explanation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is set, or that fired and waits to be decided.
 *
 * @param fence the dispatch, or the run, that it belongs to
 * @param firedAt when it became a message; null while it is only set
 */
public record Alarm(int fence, Instant at, @Nullable Instant firedAt) {}

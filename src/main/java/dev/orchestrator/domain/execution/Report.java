package dev.orchestrator.domain.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who ran a dispatch, and when; null where nobody did (a queue timeout). */
public record Report(@Nullable String worker, @Nullable Instant startedAt, @Nullable Instant endedAt) {
    public static final Report NONE = new Report(null, null, null);
}

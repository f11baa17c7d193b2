package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.SkipReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as its user sees it; RUNNING where a worker holds it.
 *
 * @param wakeAt when a retry or deferral is due
 */
public record NodeView(
        NodeId id,
        String handler,
        NodeState state,
        int attempt,
        int dispatch,
        @Nullable String worker,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant wakeAt,
        @Nullable Failure failure,
        @Nullable SkipReason skipReason) {}

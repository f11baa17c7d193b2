package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An execution as a list shows it. */
public record ExecutionSummary(
        ExecutionId id,
        WorkflowId workflow,
        String name,
        ExecutionStatus status,
        String reason,
        Instant submittedAt,
        @Nullable Instant triggeredAt,
        @Nullable Instant endedAt) {}

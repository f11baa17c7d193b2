package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Queries over all executions, from their rows. */
public interface Executions {
    /** A page, newest first. */
    CompletionStage<List<Row>> list(Query query);

    /** @param before only executions submitted before this one (the cursor) */
    record Query(
            @Nullable ExecutionStatus status,
            @Nullable String name,
            @Nullable Instant since,
            @Nullable ExecutionId before,
            int limit) {}

    record Row(
            ExecutionId id,
            WorkflowId workflow,
            String name,
            ExecutionStatus status,
            String reason,
            Instant submittedAt,
            @Nullable Instant triggeredAt,
            @Nullable Instant endedAt) {}
}

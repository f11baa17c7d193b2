package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.out.Executions;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An execution's row, for queries only: the journal's commits write it. */
@Entity
@Immutable
@Table(name = "execution")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields
public class ExecutionRow extends PanacheEntityBase {
    @Id
    public UUID id;

    @Column(name = "workflow_id")
    public UUID workflowId;

    public String name;

    @Enumerated(EnumType.STRING)
    public ExecutionStatus status;

    public String reason;

    @Column(name = "submitted_at")
    public Instant submittedAt;

    @Column(name = "triggered_at")
    public @Nullable Instant triggeredAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    Executions.Row row() {
        return new Executions.Row(
                new ExecutionId(id),
                new WorkflowId(workflowId),
                name,
                status,
                reason,
                submittedAt,
                triggeredAt,
                endedAt);
    }
}

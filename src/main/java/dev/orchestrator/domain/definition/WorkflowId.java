package dev.orchestrator.domain.definition;

import java.util.UUID;

/** Identifies one stored, immutable workflow; the same content has the same id. */
public record WorkflowId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}

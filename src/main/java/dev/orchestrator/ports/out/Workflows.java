package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The stored workflows. They never change, so whoever asks may keep the answer. */
public interface Workflows {
    /** The workflows of these ids; an id that is not stored is left out. */
    CompletionStage<Map<WorkflowId, Workflow>> find(Collection<WorkflowId> ids);
}

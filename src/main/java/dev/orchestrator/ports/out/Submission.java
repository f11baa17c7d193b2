package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a workflow when its first execution is submitted; the same content is the same row.
 *
 * @param id derived from the content
 * @param definition the definition as JSON text, with the defaults that it was read with; null when it is stored already
 */
public record Submission(WorkflowId id, String name, @Nullable String definition) {}

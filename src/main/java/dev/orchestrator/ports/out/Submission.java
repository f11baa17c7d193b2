package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.RequestKey;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a workflow when its first execution is submitted; the same content is the same row.
 *
 * @param id derived from the content
 * @param definition the definition as JSON text, with the defaults that it was read with; null when it is stored already
 * @param key names the request that makes the execution; where another execution has it, nothing is stored
 */
public record Submission(WorkflowId id, String name, @Nullable String definition, @Nullable RequestKey key) {
    public Submission(WorkflowId id, String name, @Nullable String definition) {
        this(id, name, definition, null);
    }

    /** The same by a request that may come again. */
    public Submission under(@Nullable RequestKey request) {
        return new Submission(id, name, definition, request);
    }
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version to be appended, and what must be stored with it.
 *
 * @param state the state after the entry; its lifecycle goes into the execution's row when it changed
 * @param created the submission, when this is the first version of an execution
 * @param snapshot whether the state is to be stored whole beside the entry
 */
public record Append(
        ExecutionState state, Entry entry, List<NodeOutput> outputs, @Nullable Submission created, boolean snapshot) {}

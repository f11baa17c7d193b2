package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the journal holds of one execution: perhaps a snapshot, and the entries after it, in order. */
public record History(WorkflowId workflow, @Nullable Snapshot snapshot, List<Entry> entries) {}

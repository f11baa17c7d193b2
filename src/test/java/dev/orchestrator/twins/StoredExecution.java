package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.Snapshot;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Executions;
import dev.orchestrator.ports.out.History;
import dev.orchestrator.ports.out.Submission;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the twins hold of one execution. */
final class StoredExecution {
    private final ExecutionId id;
    private final WorkflowId workflow;
    private final String name;
    private final NavigableMap<Integer, Version> versions = new TreeMap<>();
    private Lifecycle lifecycle;
    private @Nullable Snapshot snapshot;

    StoredExecution(ExecutionId id, Submission created, Lifecycle lifecycle) {
        this.id = id;
        this.workflow = created.id();
        this.name = created.name();
        this.lifecycle = lifecycle;
    }

    @Nullable
    UUID commitOf(int version) {
        Version found = versions.get(version);
        return found == null ? null : found.commit();
    }

    int version() {
        return versions.isEmpty() ? 0 : versions.lastKey();
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    void append(UUID commit, Append append, Entry entry) {
        versions.put(entry.version(), new Version(commit, entry));
        lifecycle = append.state().lifecycle();
        if (append.snapshot()) {
            snapshot = append.state().snapshot();
        }
    }

    WorkflowId workflow() {
        return workflow;
    }

    /** All entries after this version, whatever snapshots there are. */
    List<Entry> entries(int after) {
        return versions.tailMap(after, false).values().stream()
                .map(Version::entry)
                .toList();
    }

    History after(int version) {
        Snapshot newer = snapshot != null && snapshot.version() > version ? snapshot : null;
        int from = newer == null ? version : newer.version();
        return new History(workflow, newer, entries(from));
    }

    Executions.Row row() {
        return new Executions.Row(
                id,
                workflow,
                name,
                lifecycle.status(),
                lifecycle.reason(),
                lifecycle.submittedAt(),
                lifecycle.triggeredAt(),
                lifecycle.endedAt());
    }

    private record Version(UUID commit, Entry entry) {}
}

package dev.orchestrator.twins;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Journal.EffectBatch;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.WorkflowVersions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The tables behind the twins: what PostgreSQL would hold. The twins of several processes share one. */
public final class InMemoryStore {
    Beats beats = Beats.NONE;
    final NavigableMap<ExecutionId, StoredExecution> executions = new TreeMap<>();
    final Map<WorkflowId, Submission> workflows = new HashMap<>();
    final Map<OutputKey, Document> outputs = new HashMap<>();
    final Map<UUID, EffectBatch> effectBatches = new LinkedHashMap<>();
    final StoredLetters letters = new StoredLetters();
    final Map<List<String>, UsedKey> keys = new LinkedHashMap<>();
    final List<WorkflowVersions.Version> versions = new ArrayList<>();

    private BiConsumer<ExecutionId, Entry> onStored = (id, entry) -> {};

    /** Tells of every version at the moment at which it becomes durable. */
    public synchronized void onStored(BiConsumer<ExecutionId, Entry> listener) {
        onStored = listener;
    }

    /** The outputs that are stored of an execution. */
    public synchronized Map<OutputKey, Document> outputsOf(ExecutionId id) {
        Map<OutputKey, Document> result = new HashMap<>(outputs);
        result.keySet().removeIf(key -> !key.execution().equals(id));
        return result;
    }

    /** The status that the row of an execution shows. */
    public synchronized ExecutionStatus statusOf(ExecutionId id) {
        return executions.get(id).lifecycle().status();
    }

    /** All dead letters, open or not. */
    public synchronized List<Letter> letters() {
        return List.copyOf(letters.all());
    }

    /** The nodes that are dead letters now, with their failures. */
    public synchronized Map<LetterKey, Failure> openDeadLetters() {
        Map<LetterKey, Failure> open = new LinkedHashMap<>();
        letters.all().stream()
                .filter(Letter::isOpen)
                .forEach(letter -> open.put(
                        new LetterKey(letter.place().execution(), letter.place().node()), letter.failure()));
        return open;
    }

    /** Every execution's number of versions, for checks over all. */
    public synchronized Map<ExecutionId, Integer> versions() {
        Map<ExecutionId, Integer> result = new TreeMap<>();
        executions.forEach((id, stored) -> result.put(id, stored.version()));
        return result;
    }

    /** What happened to an execution after this version, in order; for checks behind the back of all processes. */
    public synchronized List<Entry> entries(ExecutionId id, int after) {
        return executions.get(id).entries(after);
    }

    /** The workflow of an execution, as it was submitted. */
    public synchronized Submission workflowOf(ExecutionId id) {
        return workflows.get(executions.get(id).workflow());
    }

    /** How many commits left effects that nobody has confirmed. */
    public synchronized int openEffectBatches() {
        return effectBatches.size();
    }

    synchronized Appended append(Batch batch) {
        Map<ExecutionId, String> refused = new HashMap<>();
        Set<ExecutionId> won = new HashSet<>();
        List<ExecutionId> stored = new ArrayList<>();
        batch.appends().stream()
                .sorted(Comparator.comparing(append -> append.state().id()))
                .forEach(append -> store(batch.id(), append, won, stored, refused));
        if (!stored.isEmpty()) {
            effectBatches.put(batch.id(), new EffectBatch(batch.id(), batch.at(), List.copyOf(stored)));
        }
        effectBatches.keySet().removeAll(batch.confirmed());
        return new Appended(won, refused);
    }

    private void store(
            UUID commit,
            Append append,
            Set<ExecutionId> won,
            List<ExecutionId> stored,
            Map<ExecutionId, String> refused) {
        ExecutionId id = append.state().id();
        StoredExecution present = executions.get(id);
        int version = append.entry().version();
        UUID holder = present == null ? null : present.commitOf(version);
        if (holder != null) {
            if (holder.equals(commit)) {
                won.add(id);
            }
        } else if (!letters.allow(append) || !mayUseItsKey(append)) {
            return;
        } else if (isUnfit(append)) {
            refused.put(id, "an output that is no storable text");
        } else {
            insert(commit, append, present);
            won.add(id);
            stored.add(id);
        }
    }

    /** The first to use a key has it. */
    private boolean mayUseItsKey(Append append) {
        RequestKey key = append.created() == null ? null : append.created().key();
        return key == null
                || keys.computeIfAbsent(
                                List.of(key.client(), key.key()),
                                any -> new UsedKey(
                                        key, append.state().id(), append.entry().at()))
                        .execution()
                        .equals(append.state().id());
    }

    record UsedKey(RequestKey key, ExecutionId execution, Instant at) {}

    private void insert(UUID commit, Append append, @Nullable StoredExecution present) {
        ExecutionId id = append.state().id();
        Entry entry = truncated(append.entry());
        int last = present == null ? 0 : present.version();
        if (entry.version() != last + 1) {
            throw new IllegalStateException(id + ": version " + entry.version() + " after " + last);
        }
        StoredExecution target = present == null ? create(append) : present;
        target.append(commit, append, entry);
        for (NodeOutput output : append.outputs()) {
            outputs.putIfAbsent(new OutputKey(id, output.node(), output.dispatch()), output.document());
        }
        letters.fold(append);
        onStored.accept(id, entry);
    }

    private StoredExecution create(Append append) {
        Submission created = append.created();
        if (created == null) {
            throw new IllegalStateException(append.state().id() + ": a first version without its submission");
        }
        if (created.definition() != null) {
            workflows.putIfAbsent(created.id(), created);
        }
        StoredExecution target =
                new StoredExecution(append.state().id(), created, append.state().lifecycle());
        executions.put(append.state().id(), target);
        return target;
    }

    /** PostgreSQL keeps microseconds: an application that decides on finer times would see them change. */
    private static Entry truncated(Entry entry) {
        return new Entry(entry.version(), entry.at().truncatedTo(ChronoUnit.MICROS), entry.events());
    }

    private static boolean isUnfit(Append append) {
        return append.outputs().stream()
                .anyMatch(output -> !StorableText.is(output.document().text()));
    }

    /** Names the place of a dead letter; one at most is open there. */
    public record LetterKey(ExecutionId execution, NodeId node) {}
}

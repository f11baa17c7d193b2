package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.out.History;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A journal in memory. Without an executor every call is complete when it returns. */
public final class InMemoryJournal implements Journal {
    private final InMemoryStore store;
    private final Calls calls;
    private Function<Batch, Fault> faults = batch -> Fault.NONE;
    private Consumer<List<Position>> entryReads = positions -> {};

    public InMemoryJournal() {
        this(new InMemoryStore(), Runnable::run);
    }

    /** One process' view of a store that others may share. */
    public InMemoryJournal(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    /** What is to go wrong with an append, asked once for each. */
    public void faults(Function<Batch, Fault> next) {
        this.faults = next;
    }

    /** Told of each query for entries before it is answered; what it throws fails the call. */
    public void onEntryReads(Consumer<List<Position>> listener) {
        this.entryReads = listener;
    }

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        Fault fault = faults.apply(batch);
        return calls.call(() -> {
            if (fault == Fault.UNREACHABLE) {
                throw new StoreUnavailable("the journal cannot be reached");
            }
            Appended appended = store.append(batch);
            if (fault == Fault.REPLY_LOST) {
                throw new OutcomeUnknown("the journal's reply was lost", new IllegalStateException());
            }
            return appended;
        });
    }

    @Override
    public CompletionStage<Map<ExecutionId, History>> load(Map<ExecutionId, Integer> after) {
        return calls.call(() -> locked(() -> {
            Map<ExecutionId, History> result = new HashMap<>();
            after.forEach((id, version) -> {
                StoredExecution found = store.executions.get(id);
                if (found != null) {
                    result.put(id, found.after(version));
                }
            });
            return result;
        }));
    }

    @Override
    public CompletionStage<Map<Position, Page>> entries(Collection<Position> after, PageSize most) {
        try {
            entryReads.accept(List.copyOf(after));
        } catch (IllegalStateException outage) {
            return CompletableFuture.failedFuture(outage);
        }
        return calls.call(() -> locked(() -> {
            Map<Position, Page> result = new HashMap<>();
            after.forEach(position -> {
                StoredExecution found = store.executions.get(position.execution());
                List<Entry> entries = found == null ? List.of() : found.entries(position.version());
                if (!entries.isEmpty()) {
                    result.put(position, page(entries, most));
                }
            });
            return result;
        }));
    }

    private static Page page(List<Entry> entries, PageSize most) {
        List<Entry> page = new ArrayList<>();
        int bytes = 0;
        while (page.size() < Math.min(entries.size(), most.versions()) && bytes < most.bytes()) {
            Entry next = entries.get(page.size());
            bytes += next.events().toString().length();
            page.add(next);
        }
        return new Page(page, page.size() == most.versions() || bytes >= most.bytes());
    }

    @Override
    public CompletionStage<Map<OutputKey, Document>> outputs(Collection<OutputKey> keys) {
        return calls.call(() -> locked(() -> {
            Map<OutputKey, Document> result = new HashMap<>(store.outputs);
            result.keySet().retainAll(keys);
            return result;
        }));
    }

    @Override
    public CompletionStage<List<ExecutionId>> running(@Nullable ExecutionId after, int limit) {
        return calls.call(() -> locked(() -> {
            var candidates = after == null ? store.executions : store.executions.tailMap(after, false);
            return candidates.entrySet().stream()
                    .filter(entry -> entry.getValue().lifecycle().status() == ExecutionStatus.RUNNING)
                    .map(Map.Entry::getKey)
                    .limit(limit)
                    .toList();
        }));
    }

    @Override
    public CompletionStage<Map<ExecutionId, Integer>> runningVersions(Collection<ExecutionId> executions) {
        Set<ExecutionId> wanted = Set.copyOf(executions);
        return calls.call(() -> locked(() -> store.executions.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getKey()))
                .filter(entry -> entry.getValue().lifecycle().status() == ExecutionStatus.RUNNING)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().version()))));
    }

    @Override
    public CompletionStage<List<EffectBatch>> unconfirmed(Instant before, int limit) {
        return calls.call(() -> locked(() -> store.effectBatches.values().stream()
                .filter(batch -> batch.at().isBefore(before))
                .sorted(Comparator.comparing(EffectBatch::at))
                .limit(limit)
                .toList()));
    }

    @Override
    public CompletionStage<Void> confirm(Collection<UUID> effectBatches) {
        return calls.call(() -> locked(() -> {
            store.effectBatches.keySet().removeAll(effectBatches);
            return null;
        }));
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (store) {
            return work.get();
        }
    }

    /** What may go wrong with an append. */
    public enum Fault {
        NONE,
        /** Nothing is stored and the stage fails. */
        UNREACHABLE,
        /** Everything is stored and the stage fails, as when the store is gone before it could be asked again. */
        REPLY_LOST
    }
}

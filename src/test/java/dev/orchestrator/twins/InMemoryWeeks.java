package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.retention.Census;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Weeks;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The weeks of an in-memory journal. */
public final class InMemoryWeeks implements Weeks {
    private static final int MILLIS_SHIFT = 16;

    private final InMemoryStore store;
    private final Calls calls;
    private final Set<Week> prepared = new TreeSet<>(Set.of(Week.PAST, Week.FAR));

    public InMemoryWeeks(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<List<Week>> all() {
        return locked(() -> {
            Set<Week> all = new TreeSet<>(prepared);
            store.executions.keySet().forEach(id -> all.add(weekOf(id)));
            return List.copyOf(all);
        });
    }

    @Override
    public CompletionStage<Void> prepare(Collection<Week> weeks) {
        return locked(() -> {
            prepared.addAll(weeks);
            return null;
        });
    }

    @Override
    public CompletionStage<Census> census(Week week, Instant endedBefore) {
        return locked(() -> new Census(
                in(week).size(), in(week).size() - gone(week, endedBefore).size()));
    }

    @Override
    public CompletionStage<Boolean> drop(Week week, Instant endedBefore) {
        return locked(() -> {
            List<ExecutionId> gone = gone(week, endedBefore);
            if (gone.size() < in(week).size()) {
                return false;
            }
            gone.forEach(this::remove);
            prepared.remove(week);
            return true;
        });
    }

    @Override
    public CompletionStage<Integer> thin(Week week, Instant endedBefore, int most) {
        return locked(() -> {
            List<ExecutionId> gone =
                    gone(week, endedBefore).stream().limit(most).toList();
            gone.forEach(this::remove);
            return gone.size();
        });
    }

    @Override
    public CompletionStage<Optional<Instant>> oldest() {
        return locked(() -> store.executions.entrySet().stream()
                .min(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(entry -> entry.getValue().lifecycle().submittedAt()));
    }

    private List<ExecutionId> in(Week week) {
        return store.executions.keySet().stream()
                .filter(id -> weekOf(id).equals(week))
                .toList();
    }

    private List<ExecutionId> gone(Week week, Instant endedBefore) {
        return in(week).stream()
                .filter(id -> {
                    Instant ended = store.executions.get(id).lifecycle().endedAt();
                    return ended != null && ended.isBefore(endedBefore) && !store.letters.isOpenFor(id);
                })
                .toList();
    }

    private void remove(ExecutionId id) {
        store.executions.remove(id);
        store.outputs.keySet().removeIf(key -> key.execution().equals(id));
        store.letters.remove(id);
    }

    private static Week weekOf(ExecutionId id) {
        return Week.of(Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> MILLIS_SHIFT));
    }

    private <T> CompletionStage<T> locked(Supplier<T> work) {
        return calls.call(() -> {
            synchronized (store) {
                return work.get();
            }
        });
    }
}

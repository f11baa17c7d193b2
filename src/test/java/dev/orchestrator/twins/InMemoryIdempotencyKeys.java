package dev.orchestrator.twins;

import dev.orchestrator.ports.out.IdempotencyKeys;
import dev.orchestrator.twins.InMemoryStore.UsedKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The keys that an in-memory journal has stored. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {
    private final InMemoryStore store;
    private final Calls calls;

    public InMemoryIdempotencyKeys(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<Optional<Used>> find(String client, String key) {
        return calls.call(() -> {
            synchronized (store) {
                return Optional.ofNullable(store.keys.get(List.of(client, key)))
                        .filter(used -> store.executions.containsKey(used.execution()))
                        .map(used -> new Used(
                                used.key().request(),
                                used.execution(),
                                store.executions.get(used.execution()).workflow()));
            }
        });
    }

    @Override
    public CompletionStage<Void> release(String client, String key) {
        return calls.call(() -> {
            synchronized (store) {
                store.keys.computeIfPresent(
                        List.of(client, key),
                        (name, used) -> store.executions.containsKey(used.execution()) ? used : null);
                return null;
            }
        });
    }

    @Override
    public CompletionStage<Integer> forget(Instant before, int limit) {
        return calls.call(() -> {
            synchronized (store) {
                List<List<String>> old = store.keys.entrySet().stream()
                        .filter(entry -> entry.getValue().at().isBefore(before))
                        .sorted(Comparator.comparing((Map.Entry<List<String>, UsedKey> it) ->
                                it.getValue().at()))
                        .limit(limit)
                        .map(Map.Entry::getKey)
                        .toList();
                old.forEach(store.keys::remove);
                return old.size();
            }
        });
    }
}

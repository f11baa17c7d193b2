package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Quarantine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Quarantine in a map. */
public final class InMemoryQuarantine implements Quarantine {
    private final TreeMap<String, Item> items = new TreeMap<>();
    private final Calls calls;

    public InMemoryQuarantine(Executor executor) {
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<Set<UUID>> keep(List<Item> some) {
        return calls.call(() -> {
            Set<UUID> fresh = new HashSet<>();
            for (Item item : some) {
                if (items.putIfAbsent(item.id().toString(), item) == null) {
                    fresh.add(item.id());
                }
            }
            return fresh;
        });
    }

    @Override
    public CompletionStage<List<Item>> page(UUID before, int limit, int mostBytes) {
        return calls.call(() -> {
            var newest = before == null
                    ? items.descendingMap()
                    : items.headMap(before.toString(), false).descendingMap();
            return newest.values().stream()
                    .limit(limit)
                    .map(item -> cut(item, mostBytes))
                    .toList();
        });
    }

    private static Item cut(Item item, int most) {
        int bytes = Math.min(most, item.content().remaining());
        return new Item(
                item.id(),
                item.at(),
                item.origin(),
                item.reason(),
                item.size(),
                item.content().slice(0, bytes));
    }

    @Override
    public CompletionStage<Long> count() {
        return calls.call(() -> (long) items.size());
    }

    @Override
    public CompletionStage<Optional<Item>> find(UUID id) {
        return calls.call(() -> Optional.ofNullable(items.get(id.toString())));
    }

    @Override
    public CompletionStage<Boolean> delete(UUID id) {
        return calls.call(() -> items.remove(id.toString()) != null);
    }

    @Override
    public CompletionStage<Void> trim(int most, long mostBytes) {
        return calls.call(() -> {
            int place = 0;
            long bytes = 0;
            for (Item item : List.copyOf(items.descendingMap().values())) {
                bytes += item.content().remaining();
                if (++place > most || bytes > mostBytes) {
                    items.remove(item.id().toString());
                }
            }
            return null;
        });
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.DeadLetters;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The dead letters of an in-memory journal. */
public final class InMemoryDeadLetters implements DeadLetters {
    private final InMemoryStore store;
    private final Calls calls;

    public InMemoryDeadLetters(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<List<Letter>> open(UUID before, int limit) {
        return locked(() -> store.letters.all().stream()
                .filter(letter ->
                        letter.isOpen() && (before == null || letter.id().compareTo(before) < 0))
                .sorted(Comparator.comparing(Letter::id).reversed())
                .limit(limit)
                .toList());
    }

    @Override
    public CompletionStage<Long> count() {
        return locked(() -> store.letters.all().stream().filter(Letter::isOpen).count());
    }

    @Override
    public CompletionStage<Optional<Letter>> find(UUID id) {
        return locked(() -> store.letters.find(id));
    }

    @Override
    public CompletionStage<Boolean> discard(UUID id, Instant at) {
        return locked(() -> {
            Optional<Letter> open = store.letters.find(id).filter(Letter::isOpen);
            open.ifPresent(store.letters::close);
            return open.isPresent();
        });
    }

    private <T> CompletionStage<T> locked(Supplier<T> work) {
        return calls.call(() -> {
            synchronized (store) {
                return work.get();
            }
        });
    }
}

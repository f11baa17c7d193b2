package dev.orchestrator.twins;

import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.LetterCriteria;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dead letters of an in-memory journal. */
public final class InMemoryDeadLetters implements DeadLetters {
    private final InMemoryStore store;
    private final Calls calls;

    public InMemoryDeadLetters(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<List<Letter>> list(LetterCriteria criteria, UUID before, int limit) {
        return locked(() -> matching(criteria)
                .filter(letter -> before == null || letter.id().compareTo(before) < 0)
                .limit(limit)
                .toList());
    }

    @Override
    public CompletionStage<Count> count(LetterCriteria criteria) {
        return locked(() -> new Count(matching(criteria).count(), true));
    }

    @Override
    public CompletionStage<Groups> groups(LetterCriteria criteria, int limit) {
        return locked(() -> {
            List<Group> groups =
                    matching(criteria).collect(Collectors.groupingBy(Letter::fingerprint)).values().stream()
                            .map(InMemoryDeadLetters::group)
                            .sorted(Comparator.comparing(Group::count)
                                    .reversed()
                                    .thenComparing(Group::fingerprint))
                            .toList();
            return new Groups(groups.stream().limit(limit).toList(), groups.size(), true);
        });
    }

    private static Group group(List<Letter> newestFirst) {
        Letter newest = newestFirst.get(0);
        List<Instant> times =
                newestFirst.stream().map(Letter::failedAt).sorted().toList();
        return new Group(newest.fingerprint(), newestFirst.size(), times.get(0), times.get(times.size() - 1), newest);
    }

    @Override
    public CompletionStage<Optional<Letter>> find(UUID id) {
        return locked(() -> store.letters.find(id));
    }

    @Override
    public CompletionStage<Boolean> discard(UUID id, Closing closing) {
        return locked(() -> {
            Optional<Letter> open = store.letters.find(id).filter(Letter::isOpen);
            open.ifPresent(letter -> store.letters.close(letter, Status.DISCARDED, closing));
            return open.isPresent();
        });
    }

    @Override
    public CompletionStage<Integer> discard(LetterCriteria criteria, int most, Closing closing) {
        return locked(() -> {
            List<Letter> chosen =
                    matching(criteria.with(Status.OPEN)).limit(most).toList();
            chosen.forEach(letter -> store.letters.close(letter, Status.DISCARDED, closing));
            return chosen.size();
        });
    }

    @Override
    public CompletionStage<Optional<Instant>> oldest() {
        return locked(() -> matching(LetterCriteria.OPEN).map(Letter::failedAt).min(Comparator.naturalOrder()));
    }

    private Stream<Letter> matching(LetterCriteria criteria) {
        return store.letters.all().stream()
                .filter(criteria::hold)
                .sorted(Comparator.comparing(Letter::id).reversed());
    }

    private <T> CompletionStage<T> locked(Supplier<T> work) {
        return calls.call(() -> {
            synchronized (store) {
                return work.get();
            }
        });
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.LetterRetries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Retries of many letters in memory; the twins of several processes share one {@link Table}. */
public final class InMemoryLetterRetries implements LetterRetries {
    private final Table table;
    private final InstantSource clock;
    private final Calls calls;

    public InMemoryLetterRetries(Table table, InstantSource clock, Executor executor) {
        this.table = table;
        this.clock = clock;
        this.calls = new Calls(executor);
    }

    public static final class Table {
        private final Map<UUID, Row> rows = new HashMap<>();
    }

    private record Row(Job job, UUID claim, Instant claimedAt, Instant dueAt) {}

    @Override
    public CompletionStage<Void> add(Job job) {
        return locked(() -> {
            table.rows.put(job.id(), new Row(job, null, null, clock.instant()));
            return null;
        });
    }

    @Override
    public CompletionStage<Optional<Job>> find(UUID id) {
        return locked(() -> Optional.ofNullable(table.rows.get(id)).map(Row::job));
    }

    @Override
    public CompletionStage<Optional<Job>> claim(UUID claim, Duration lease) {
        return locked(() -> {
            Instant now = clock.instant();
            Optional<Row> due = table.rows.values().stream()
                    .filter(row ->
                            row.job().status() == Status.RUNNING && !row.dueAt().isAfter(now))
                    .min(Comparator.comparing(Row::dueAt));
            due.ifPresent(row -> table.rows.put(row.job().id(), new Row(row.job(), claim, now, now.plus(lease))));
            return due.map(Row::job);
        });
    }

    @Override
    public CompletionStage<Boolean> advance(UUID id, UUID claim, Step step) {
        return locked(() -> {
            Row row = table.rows.get(id);
            if (row == null || !claim.equals(row.claim())) {
                return false;
            }
            Job job = row.job();
            boolean ends = job.status() == Status.RUNNING && step.isLast();
            Job next = new Job(
                    id,
                    job.order(),
                    job.madeAt(),
                    step.before(),
                    new Tally(
                            job.tally().retried() + step.tally().retried(),
                            job.tally().closed() + step.tally().closed(),
                            job.tally().failed() + step.tally().failed()),
                    ends ? Status.DONE : job.status(),
                    ends ? clock.instant() : job.endedAt());
            table.rows.put(id, new Row(next, null, null, row.claimedAt().plus(step.pause())));
            return true;
        });
    }

    @Override
    public CompletionStage<Optional<Job>> stop(UUID id) {
        return locked(() -> {
            table.rows.computeIfPresent(
                    id,
                    (key, row) -> row.job().status() == Status.RUNNING
                            ? new Row(stopped(row.job()), row.claim(), row.claimedAt(), row.dueAt())
                            : row);
            return Optional.ofNullable(table.rows.get(id)).map(Row::job);
        });
    }

    private Job stopped(Job job) {
        return new Job(job.id(), job.order(), job.madeAt(), job.before(), job.tally(), Status.STOPPED, clock.instant());
    }

    private <T> CompletionStage<T> locked(Supplier<T> work) {
        return calls.call(() -> {
            synchronized (table) {
                return work.get();
            }
        });
    }
}

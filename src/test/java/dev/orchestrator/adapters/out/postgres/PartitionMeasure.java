package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Not run by the build: {@code ./mvnw test -Dtest=PartitionMeasure} prints what partitions cost commits and loads, and how
 * long the slowest commit takes while a week is dropped.
 */
class PartitionMeasure {
    private static final int ROUNDS = 12;
    private static final int COMMITS = 150;

    /** The same on tables without partitions and with more and more of them, in turns. */
    @Test
    void commitsAndLoads() {
        for (int weeks : new int[] {8, 60, 260}) {
            try (TestPostgres plain = new TestPostgres("5");
                    TestPostgres parted = new TestPostgres()) {
                plain.run("create table large_output (like node_output including all)");
                prepare(parted.pool(1), weeks);
                Subject before = new Subject(plain);
                Subject after = new Subject(parted);
                for (int round = 0; round < ROUNDS; round++) {
                    before.round();
                    after.round();
                }
                System.out.printf(
                        "%3d weeks: commit of 16 %.2f -> %.2f ms (%.2f), load of 16 %.2f -> %.2f ms (%.2f)%n",
                        weeks,
                        before.commit(),
                        after.commit(),
                        after.commit() / before.commit(),
                        before.load(),
                        after.load(),
                        after.load() / before.load());
            }
        }
    }

    private static void prepare(Pool pool, int weeks) {
        List<Week> ahead = new ArrayList<>();
        Week week = Week.of(Instant.now());
        for (int i = 0; i < weeks; i++, week = week.next()) {
            ahead.add(week);
        }
        get(new PostgresWeeks(pool).prepare(ahead));
    }

    @Test
    void commitsWhileAWeekIsDropped() {
        try (TestPostgres postgres = new TestPostgres()) {
            Instant old = Instant.parse("2026-03-03T00:00:00Z");
            PostgresJournal journal = new PostgresJournal(postgres.vertx(), postgres.pool(2), Patience.USUAL);
            for (int i = 0; i < 200; i++) {
                List<Story> stories =
                        Stream.generate(() -> Story.at(old)).limit(250).toList();
                send(journal, stories.stream().map(Story::submitted).toList());
                send(
                        journal,
                        stories.stream()
                                .map(it -> it.completed(2, "{\"n\":" + "1".repeat(500) + "}"))
                                .toList());
                send(
                        journal,
                        stories.stream()
                                .map(it -> it.ended(3, ExecutionStatus.COMPLETED))
                                .toList());
            }
            PostgresWeeks weeks = new PostgresWeeks(postgres.pool(1));
            double[] calm = commits(journal, CompletableCount.of(400));
            long start = System.nanoTime();
            CompletionStage<Boolean> dropping = weeks.drop(Week.of(old), Instant.now());
            double[] during = commits(journal, dropping::toCompletableFuture);
            double millis = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    "50000 executions dropped (%s) in %.0f ms; a commit before: %s; meanwhile: %s%n",
                    get(dropping), millis, text(calm), text(during));
        }
    }

    /** How long small versions wait in the same commit as large outputs, and beside one. */
    @Test
    void smallCommitsBesideLargeOutputs() {
        try (TestPostgres plain = new TestPostgres("5");
                TestPostgres parted = new TestPostgres()) {
            // What LARGE_OUTPUTS writes goes where it went before.
            plain.run("alter table node_output rename to large_output");
            plain.run("create table node_output (like large_output including all)");
            List<Double> together = new ArrayList<>();
            List<Double> apart = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            PostgresJournal before = new PostgresJournal(plain.vertx(), plain.pool(2), Patience.USUAL);
            PostgresJournal after = new PostgresJournal(parted.vertx(), parted.pool(2), Patience.USUAL);
            for (int round = 0; round < 60; round++) {
                together.add(small(before, false));
                apart.add(small(after, false));
                beside.add(small(after, true));
            }
            System.out.printf(
                    "16 small versions with 8 outputs of 200 KiB: same table %.1f ms, own table %.1f ms, own commit %.1f ms%n",
                    middle(together), middle(apart), middle(beside));
        }
    }

    private static double middle(List<Double> all) {
        return all.stream()
                .skip(10)
                .sorted()
                .skip((all.size() - 10) / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double small(PostgresJournal journal, boolean beside) {
        List<Story> stories = Stream.generate(Story::begin).limit(24).toList();
        send(journal, stories.stream().map(Story::submitted).toList());
        String text = "{\"text\":\"" + UUID.randomUUID().toString().repeat(200 * 1024 / 36) + "\"}";
        List<Append> large =
                stories.subList(0, 8).stream().map(it -> it.completed(2, text)).toList();
        List<Append> small = stories.subList(8, 24).stream()
                .map(it -> it.completed(2, "{\"n\":1}"))
                .toList();
        long start = System.nanoTime();
        if (!beside) {
            send(journal, Stream.concat(large.stream(), small.stream()).toList());
            return (System.nanoTime() - start) / 1e6;
        }
        UUID id = UuidCreator.getTimeOrderedEpoch();
        var other = journal.append(new Batch(id, id, Story.AT, large, Set.of(id)));
        send(journal, small);
        double millis = (System.nanoTime() - start) / 1e6;
        get(other);
        return millis;
    }

    private static double[] commits(PostgresJournal journal, Until until) {
        List<Double> millis = new ArrayList<>();
        var end = until.end();
        while (!end.isDone() || millis.isEmpty()) {
            long start = System.nanoTime();
            send(journal, List.of(Story.begin().submitted()));
            millis.add((System.nanoTime() - start) / 1e6);
            if (end instanceof CompletableCount count) {
                count.next();
            }
        }
        double[] sorted = millis.stream().mapToDouble(it -> it).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static String text(double[] sorted) {
        return "%d commits, p50 %.2f ms, longest %.2f ms"
                .formatted(sorted.length, sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    @FunctionalInterface
    private interface Until {
        java.util.concurrent.CompletableFuture<?> end();
    }

    /** Done after so many. */
    private static final class CompletableCount extends java.util.concurrent.CompletableFuture<Void> {
        private int left;

        static Until of(int count) {
            CompletableCount counting = new CompletableCount();
            counting.left = count;
            return () -> counting;
        }

        void next() {
            if (--left == 0) {
                complete(null);
            }
        }
    }

    private static void send(PostgresJournal journal, List<Append> appends) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        if (get(journal.append(new Batch(id, id, Story.AT, appends, Set.of(id))))
                        .won()
                        .size()
                != appends.size()) {
            throw new AssertionError("not won");
        }
    }

    /** A database that is measured. */
    private static final class Subject {
        private final PostgresJournal journal;
        private final List<Story> stories =
                Stream.generate(Story::begin).limit(16).toList();
        private final List<Double> commits = new ArrayList<>();
        private final List<Double> loads = new ArrayList<>();
        private int version = 1;

        Subject(TestPostgres postgres) {
            journal = new PostgresJournal(postgres.vertx(), postgres.pool(1), Patience.USUAL);
            send(journal, stories.stream().map(Story::submitted).toList());
        }

        void round() {
            Map<ExecutionId, Integer> known = stories.stream().collect(Collectors.toMap(Story::id, it -> version - 1));
            for (int i = 0; i < COMMITS; i++) {
                int next = ++version;
                List<Append> appends = stories.stream()
                        .map(it -> it.completed(next, "{\"echo\":{\"n\":1}}"))
                        .toList();
                commits.add(timed(() -> send(journal, appends)));
            }
            known.replaceAll((id, before) -> version - 4);
            for (int i = 0; i < COMMITS; i++) {
                loads.add(timed(() -> get(journal.load(known))));
            }
        }

        private static double timed(Runnable work) {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) / 1e6;
        }

        double commit() {
            return median(commits);
        }

        double load() {
            return median(loads);
        }

        /** Without the first rounds, in which plans are made and pages are read. */
        private static double median(List<Double> all) {
            return all.stream()
                    .skip(2L * COMMITS)
                    .sorted()
                    .skip((ROUNDS - 2) * COMMITS / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }
}

package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Not run by the build: {@code ./mvnw test -Dtest=JournalMeasure} prints what one writer commits in a second. */
class JournalMeasure {
    private static final int SECONDS = 4;

    @Test
    void rowsPerSecondBySizeOfBatch() {
        try (TestPostgres postgres = new TestPostgres()) {
            PostgresJournal journal = new PostgresJournal(postgres.vertx(), postgres.pool(1), Patience.USUAL);
            for (int size : new int[] {1, 1, 16, 64, 256}) {
                measure(journal, size);
            }
        }
    }

    /** Versions with an output each, as completions make them; each commit confirms the one before. */
    private static void measure(PostgresJournal journal, int size) {
        List<Story> stories = Stream.generate(Story::begin).limit(size).toList();
        UUID before = send(journal, stories.stream().map(Story::submitted).toList(), Set.of());
        long start = System.nanoTime();
        int commits = 0;
        while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
            int version = 2 + commits++;
            List<Append> appends = stories.stream()
                    .map(it -> it.completed(version, "{\"echo\":{\"n\":1}}"))
                    .toList();
            before = send(journal, appends, Set.of(before));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "batch %3d: %7.0f rows/s, %6.2f ms a commit%n",
                size, commits * size / seconds, seconds / commits * 1e3);
    }

    private static UUID send(PostgresJournal journal, List<Append> appends, Set<UUID> confirmed) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        int won = get(journal.append(new Batch(id, id, Story.AT, appends, confirmed)))
                .won()
                .size();
        if (won != appends.size()) {
            throw new AssertionError(won + " of " + appends.size());
        }
        return id;
    }
}

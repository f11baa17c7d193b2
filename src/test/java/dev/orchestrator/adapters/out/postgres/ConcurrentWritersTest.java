package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many write about the same executions at once: one wins each version, and nobody blocks another for good. */
@Timeout(180)
class ConcurrentWritersTest {
    private static final int WRITERS = 16;
    private static final int VERSIONS = 20;

    @Test
    void overlappingBatchesNeverDeadlock() {
        try (TestPostgres postgres = new TestPostgres()) {
            List<PostgresJournal> journals = IntStream.range(0, WRITERS)
                    .mapToObj(i -> new PostgresJournal(postgres.vertx(), postgres.pool(1), Patience.USUAL))
                    .toList();
            List<Story> stories = Stream.generate(Story::begin).limit(40).toList();
            get(journals.get(0)
                    .append(batch(stories.stream().map(Story::submitted).toList())));
            Random random = new Random(7);
            int won = 0;
            for (int version = 2; version <= VERSIONS; version++) {
                won += round(journals, stories, version, random);
            }
            assertThat(won).isEqualTo(stories.size() * (VERSIONS - 1));
            assertThat(postgres.ask("select count(*) from execution_event where version > 1"))
                    .containsExactly(Integer.toString(won));
            assertThat(postgres.ask("select deadlocks from pg_stat_database where datname = current_database()"))
                    .containsExactly("0");
        }
    }

    /** Every writer takes most of the executions, in an order of its own, and submits new ones of shared workflows. */
    private static int round(List<PostgresJournal> journals, List<Story> stories, int version, Random random) {
        List<CompletionStage<Appended>> replies = new ArrayList<>();
        for (PostgresJournal journal : journals) {
            List<Append> appends = new ArrayList<>();
            stories.forEach(story -> appends.add(story.completed(version, "{}")));
            for (int i = 0; i < 4; i++) {
                appends.add(Story.begin("shared" + version + "-" + random.nextInt(6))
                        .submitted());
            }
            Collections.shuffle(appends, random);
            replies.add(journal.append(batch(appends)));
        }
        Set<Object> known = Set.copyOf(stories.stream().map(Story::id).toList());
        return replies.stream()
                .mapToInt(reply ->
                        (int) get(reply).won().stream().filter(known::contains).count())
                .sum();
    }

    private static Batch batch(List<Append> appends) {
        return new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, appends, Set.of());
    }
}

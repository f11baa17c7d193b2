package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Story;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data directory of an earlier build goes on where it was. */
@Timeout(120)
class MigrationTest {
    private static final String LARGE = '"' + "x".repeat(100_000) + '"';

    @Test
    void whatWasStoredBeforeThereWerePartitionsIsFoundInThem() {
        try (TestPostgres postgres = new TestPostgres("5")) {
            Story march = Story.at(Instant.parse("2026-03-03T00:00:00Z"));
            Story may = Story.at(Instant.parse("2026-05-03T00:00:00Z"));
            Story plain = new Story(new ExecutionId(new UUID(-1, 7)), march.submission(), march.workflow());
            for (Story story : List.of(march, may, plain)) {
                insert(postgres, story);
            }
            postgres.migrate("latest");
            Journal journal = new PostgresJournal(postgres.vertx(), postgres.pool(2), Patience.USUAL);
            for (Story story : List.of(march, may, plain)) {
                isWhole(journal, story);
                assertThat(won(journal, story.queued(3))).isEmpty();
                assertThat(won(journal, story.queued(4))).containsExactly(story.id());
            }
            assertThat(get(journal.running(null, 9))).containsExactly(march.id(), may.id(), plain.id());
            assertThat(get(new PostgresWeeks(postgres.pool(1)).all()))
                    .contains(
                            Week.PAST,
                            Week.FAR,
                            new Week(Week.of(Instant.now()).monday().plusWeeks(4)))
                    .contains(Week.of(Instant.parse("2026-03-03T00:00:00Z")))
                    .doesNotContain(Week.of(Instant.parse("2026-04-10T00:00:00Z")));
            assertThat(postgres.ask("select relname from pg_class where relname like 'unparted%'"))
                    .isEmpty();
        }
    }

    private static void isWhole(Journal journal, Story story) {
        var history = get(journal.load(Map.of(story.id(), 0))).get(story.id());
        assertThat(history.entries()).extracting(entry -> entry.version()).containsExactly(1, 2, 3);
        Map<OutputKey, Document> outputs = get(journal.outputs(List.of(story.output(2), story.output(3))));
        assertThat(outputs.get(story.output(2)).text()).isEqualTo("{}");
        assertThat(outputs.get(story.output(3)).text()).isEqualTo(LARGE);
    }

    private static Set<ExecutionId> won(Journal journal, Append append) {
        return get(journal.append(new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(append), Set.of())))
                .won();
    }

    private static void insert(TestPostgres postgres, Story story) {
        String id = "'" + story.id() + "'";
        postgres.run("insert into workflow values ('" + story.submission().id() + "', 'orders', '"
                + story.submission().definition() + "', now()) on conflict do nothing");
        postgres.run("insert into execution values (" + id + ", '"
                + story.submission().id() + "', 'orders', 'RUNNING', '', 1, now(), now(), null)");
        for (Append append : List.of(story.submitted(), story.triggered(2), story.queued(3))) {
            postgres.run("insert into execution_event values (" + id + ", "
                    + append.entry().version() + ", gen_random_uuid(), now(), '"
                    + EventCodec.encode(append.entry().events()) + "')");
        }
        postgres.run(
                "insert into node_output values (" + id + ", 'a', 2, '{}'), (" + id + ", 'a', 3, '" + LARGE + "')");
    }
}

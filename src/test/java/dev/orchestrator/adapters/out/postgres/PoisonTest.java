package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.ports.out.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A row that PostgreSQL refuses is set aside; the hundreds that share its batch are stored. */
@Timeout(120)
class PoisonTest {
    private TestPostgres postgres;

    @BeforeEach
    void start() {
        postgres = new TestPostgres();
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    @Defect("State written before the output, so that a child reads a placeholder")
    void aNulThatSlippedThroughIsFoundAmongItsNeighbours() {
        List<Story> stories = Stream.generate(Story::begin).limit(33).toList();
        commit(stories.stream().map(Story::submitted).toList());
        List<Append> appends = new ArrayList<>();
        stories.forEach(story -> appends.add(story.completed(2, "{}")));
        appends.set(0, stories.get(0).completed(2, "\"\0\""));
        appends.set(20, stories.get(20).completed(2, "\"\0\""));
        Appended appended = commit(appends);
        Set<ExecutionId> bad = Set.of(stories.get(0).id(), stories.get(20).id());
        assertThat(appended.refused().keySet()).isEqualTo(bad);
        assertThat(appended.won()).hasSize(31).doesNotContainAnyElementsOf(bad);
        assertThat(postgres.ask("select count(*) from execution_event where version = 2"))
                .containsExactly("31");
        assertThat(postgres.ask("select cardinality(execution_ids) from effect_batch order by 1"))
                .containsExactly("31", "33");
        assertThat(postgres.ask("select execution_id from quarantine"))
                .containsExactlyInAnyOrderElementsOf(
                        bad.stream().map(ExecutionId::toString).toList());
    }

    @Test
    @Defect("Submit as three writes")
    void aValueTooLongIsRefused() {
        Story good = Story.begin();
        Story bad = Story.begin("bad");
        Submission tooLong = new Submission(
                bad.submission().id(), "n".repeat(1_001), bad.submission().definition());
        Append first = bad.submitted();
        Append poison = new Append(first.state(), first.entry(), List.of(), tooLong, false);
        Appended appended = commit(List.of(good.submitted(), poison));
        assertThat(appended.won()).containsExactly(good.id());
        assertThat(appended.refused()).containsOnlyKeys(bad.id());
        assertThat(postgres.ask("select id from execution"))
                .containsExactly(good.id().toString());
    }

    /** Past the check that would find a NUL before it is sent. */
    private Appended commit(List<Append> appends) {
        Batch batch = new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, appends, Set.of());
        List<EncodedAppend> encoded = appends.stream()
                .map(EncodedAppend::of)
                .sorted(Comparator.comparing(EncodedAppend::execution))
                .toList();
        Database database = new Database(postgres.pool(2), Duration.ofSeconds(10));
        return get(new Committer(postgres.vertx(), database, Patience.USUAL, batch)
                .commit(encoded)
                .toCompletionStage());
    }
}

package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Journal.EffectBatch;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
public abstract class JournalContract {
    private static final UUID WRITER = UUID.randomUUID();

    private Journal journal;

    /** An empty journal. */
    protected abstract Journal journal() throws Exception;

    @BeforeEach
    void open() throws Exception {
        journal = journal();
    }

    @Test
    void versionsAreLoadedAsTheyWereAppended() {
        Story story = Story.begin();
        Append first = story.submitted();
        Append second = story.triggered(2);
        Append third = story.completed(3, "{}");
        append(first);
        append(second);
        append(third);
        assertThat(get(journal.load(Map.of(story.id(), 0))))
                .containsExactly(Map.entry(
                        story.id(),
                        new History(
                                story.submission().id(), null, List.of(first.entry(), second.entry(), third.entry()))));
        assertThat(entries(story, 1)).containsExactly(second.entry(), third.entry());
        assertThat(entries(story, 3)).isEmpty();
    }

    @Test
    void severalAreLoadedAtOnceAndTheUnknownLeftOut() {
        Story one = Story.begin();
        Story other = Story.begin("other");
        append(one.submitted(), other.submitted());
        append(one.triggered(2));
        Map<ExecutionId, History> found = get(
                journal.load(Map.of(one.id(), 1, other.id(), 0, Story.begin().id(), 0)));
        assertThat(found).containsOnlyKeys(one.id(), other.id());
        assertThat(found.get(one.id()).entries())
                .containsExactly(one.triggered(2).entry());
        assertThat(found.get(other.id()).entries())
                .containsExactly(other.submitted().entry());
    }

    @Test
    @Guarantee("G2")
    void theSecondWriterOfAVersionLosesAndItsNeighboursStand() {
        Story raced = Story.begin();
        Story free = Story.begin();
        append(raced.submitted(), free.submitted());
        append(raced.completed(2, "\"winner\""));
        Batch late = batch(raced.completed(2, "\"loser\""), free.completed(2, "\"free\""));
        assertThat(get(journal.append(late)).won()).containsExactly(free.id());
        assertThat(output(raced.output(2))).isEqualTo("\"winner\"");
        assertThat(output(free.output(2))).isEqualTo("\"free\"");
        assertThat(executionsOf(late)).containsExactly(free.id());
    }

    @Test
    void aBatchThatLostEverythingLeavesNothing() {
        Story story = Story.begin();
        append(story.submitted());
        append(story.triggered(2));
        Batch late = batch(story.triggered(2));
        assertThat(get(journal.append(late))).isEqualTo(new Appended(Set.of(), Map.of()));
        assertThat(executionsOf(late)).isEmpty();
    }

    @Test
    void theSameBatchAgainIsWonAgainAndStoredOnce() {
        Story story = Story.begin();
        Batch batch = batch(story.submitted());
        assertThat(get(journal.append(batch)).won()).containsExactly(story.id());
        assertThat(get(journal.append(batch)).won()).containsExactly(story.id());
        assertThat(entries(story, 0)).hasSize(1);
        assertThat(executionsOf(batch)).containsExactly(story.id());
    }

    @Test
    void aBatchMayBeInAnyOrderAndShareAWorkflow() {
        List<Story> stories = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stories.add(0, Story.begin(i % 2 == 0 ? "even" : "odd"));
        }
        Appended appended = append(stories.stream().map(Story::submitted).toArray(Append[]::new));
        assertThat(appended.won())
                .containsExactlyInAnyOrderElementsOf(
                        stories.stream().map(Story::id).toList());
    }

    @Test
    void outputsAreFoundByTheirDispatch() {
        Story story = Story.begin();
        append(story.submitted());
        append(story.completed(2, "{\"text\":\"\\u0000 ü 𝄞\",\"n\":1.10}"));
        OutputKey present = story.output(2);
        assertThat(get(journal.outputs(List.of(present, story.output(3)))))
                .containsExactly(Map.entry(present, JsonDocument.of("{\"text\":\"\\u0000 ü 𝄞\",\"n\":1.10}")));
        assertThat(get(journal.outputs(List.of()))).isEmpty();
    }

    @Test
    void outputsAreWholeHoweverLargeTheyAre() {
        for (int size : new int[] {65_534, 65_535, 300_000}) {
            for (String character : List.of("x", "\u20ac")) {
                Story story = Story.begin();
                String output = '"' + character.repeat(size) + '"';
                append(story.submitted());
                append(story.completed(2, output));
                append(story.completed(3, "{}"));
                assertThat(append(story.completed(2, '"' + "y".repeat(size) + '"'))
                                .won())
                        .isEmpty();
                assertThat(get(journal.outputs(List.of(story.output(2), story.output(3)))))
                        .containsOnly(
                                Map.entry(story.output(2), JsonDocument.of(output)),
                                Map.entry(story.output(3), JsonDocument.of("{}")));
            }
        }
    }

    /** Defect: {@code {}}, {@code []}, {@code 0} and {@code ""} are stored as nothing. */
    @Test
    @Defect("{}, [], 0 and \"\" stored as nothing")
    void whatIsEmptyIsAnOutputToo() {
        for (String output : List.of("{}", "[]", "0", "\"\"", "false", "null")) {
            Story story = Story.begin();
            append(story.submitted());
            append(story.completed(2, output));
            assertThat(get(journal.outputs(List.of(story.output(2)))))
                    .containsExactly(Map.entry(story.output(2), JsonDocument.of(output)));
        }
    }

    @Test
    void aSnapshotSparesTheEntriesBeforeIt() {
        Story story = Story.begin();
        append(story.submitted());
        append(Story.withSnapshot(story.triggered(2)));
        append(story.completed(3, "{}"));
        History whole = get(journal.load(Map.of(story.id(), 0))).get(story.id());
        assertThat(whole.snapshot()).isEqualTo(story.triggered(2).state().snapshot());
        assertThat(whole.entries()).extracting(Entry::version).containsExactly(3);
        History rest = get(journal.load(Map.of(story.id(), 2))).get(story.id());
        assertThat(rest.snapshot()).isNull();
        assertThat(rest.entries()).extracting(Entry::version).containsExactly(3);
        append(Story.withSnapshot(story.completed(4, "{}")));
        assertThat(get(journal.load(Map.of(story.id(), 1))).get(story.id()).snapshot())
                .isEqualTo(story.completed(4, "{}").state().snapshot());
    }

    @Test
    void entriesAreReadFromManyPositionsAtOnceWhateverSnapshotsThereAre() {
        Story one = Story.begin();
        Story other = Story.begin("other");
        append(one.submitted(), other.submitted());
        append(Story.withSnapshot(one.triggered(2)));
        append(one.completed(3, "{}"));
        Position beginning = new Position(one.id(), 0);
        Position middle = new Position(one.id(), 2);
        Position elsewhere = new Position(other.id(), 0);
        List<Position> asked = List.of(
                middle,
                elsewhere,
                new Position(one.id(), 3),
                beginning,
                new Position(Story.begin().id(), 0));
        Map<Position, Page> found = get(journal.entries(asked, new PageSize(100, 100_000)));
        assertThat(found)
                .containsOnly(
                        Map.entry(
                                beginning,
                                new Page(
                                        List.of(
                                                one.submitted().entry(),
                                                one.triggered(2).entry(),
                                                one.completed(3, "{}").entry()),
                                        false)),
                        Map.entry(
                                middle, new Page(List.of(one.completed(3, "{}").entry()), false)),
                        Map.entry(elsewhere, new Page(List.of(other.submitted().entry()), false)));
        assertThat(get(journal.entries(List.of(), new PageSize(1, 1)))).isEmpty();
    }

    @Test
    void aPageOfEntriesIsBoundedInVersionsAndBytes() {
        Story story = Story.begin();
        append(story.submitted());
        append(story.triggered(2));
        append(story.queued(3));
        append(story.queued(4));
        Position beginning = new Position(story.id(), 0);
        Page some = get(journal.entries(List.of(beginning), new PageSize(3, 100_000)))
                .get(beginning);
        assertThat(some.entries()).extracting(Entry::version).containsExactly(1, 2, 3);
        assertThat(some.more()).isTrue();
        for (int version = 0; version < 4; version++) {
            Position position = new Position(story.id(), version);
            Page least = get(journal.entries(List.of(position), new PageSize(100, 1)))
                    .get(position);
            assertThat(least.entries()).extracting(Entry::version).containsExactly(version + 1);
            assertThat(least.more()).isTrue();
        }
    }

    @Test
    void theRunningArePagedInOrder() {
        List<Story> stories = List.of(Story.begin(), Story.begin(), Story.begin(), Story.begin());
        append(stories.stream().map(Story::submitted).toArray(Append[]::new));
        append(stories.stream().skip(1).map(it -> it.triggered(2)).toArray(Append[]::new));
        append(stories.get(2).ended(3, ExecutionStatus.COMPLETED));
        List<ExecutionId> expected = List.of(stories.get(1).id(), stories.get(3).id());
        assertThat(get(journal.running(null, 10))).isEqualTo(expected);
        assertThat(get(journal.running(null, 1))).isEqualTo(expected.subList(0, 1));
        assertThat(get(journal.running(expected.get(0), 10))).isEqualTo(expected.subList(1, 2));
        List<ExecutionId> asked = stories.stream().skip(1).map(Story::id).toList();
        assertThat(get(journal.runningVersions(asked))).isEqualTo(Map.of(asked.get(0), 2, asked.get(2), 2));
        assertThat(get(journal.runningVersions(List.of()))).isEmpty();
    }

    @Test
    void effectsWaitUntilTheyAreConfirmed() {
        Story one = Story.begin();
        Story other = Story.begin();
        Batch first = batch(one.submitted(), other.submitted());
        get(journal.append(first));
        assertThat(executionsOf(first)).containsExactlyInAnyOrder(one.id(), other.id());
        Batch second = new Batch(
                UuidCreator.getTimeOrderedEpoch(),
                WRITER,
                Story.AT.plusSeconds(1),
                List.of(one.triggered(2)),
                Set.of(first.id()));
        get(journal.append(second));
        assertThat(get(journal.unconfirmed(Story.AT.plusSeconds(9), 10)))
                .containsExactly(new EffectBatch(second.id(), second.at(), List.of(one.id())));
        assertThat(get(journal.unconfirmed(second.at(), 10))).isEmpty();
        get(journal.confirm(List.of(second.id(), UUID.randomUUID())));
        assertThat(executionsOf(second)).isEmpty();
    }

    @Test
    void theOldestEffectsComeFirst() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Batch batch = new Batch(
                    UUID.randomUUID(),
                    WRITER,
                    Story.AT.minusSeconds(i),
                    List.of(Story.begin().submitted()),
                    Set.of());
            get(journal.append(batch));
            ids.add(0, batch.id());
        }
        assertThat(get(journal.unconfirmed(Story.AT.plusSeconds(1), 2)))
                .extracting(EffectBatch::id)
                .isEqualTo(ids.subList(0, 2));
    }

    @Test
    void confirmingNeedsNoAppend() {
        Batch batch = batch(Story.begin().submitted());
        get(journal.append(batch));
        Batch empty = new Batch(UUID.randomUUID(), WRITER, Story.AT, List.of(), Set.of(batch.id()));
        assertThat(get(journal.append(empty)).won()).isEmpty();
        assertThat(executionsOf(batch)).isEmpty();
    }

    @Test
    void whatCannotBeStoredIsRefusedAndItsNeighboursStand() {
        Story bad = Story.begin();
        Story good = Story.begin();
        append(bad.submitted(), good.submitted());
        Appended appended = append(bad.completed(2, "\"\0\""), good.completed(2, "{}"));
        assertThat(appended.won()).containsExactly(good.id());
        assertThat(appended.refused()).containsOnlyKeys(bad.id());
        assertThat(entries(bad, 1)).isEmpty();
        assertThat(append(bad.completed(2, "{}")).won()).containsExactly(bad.id());
    }

    protected final Batch batch(Append... appends) {
        return new Batch(UuidCreator.getTimeOrderedEpoch(), WRITER, Story.AT, List.of(appends), Set.of());
    }

    protected final Appended append(Append... appends) {
        return get(journal.append(batch(appends)));
    }

    private List<Entry> entries(Story story, int after) {
        return get(journal.load(Map.of(story.id(), after))).get(story.id()).entries();
    }

    private String output(OutputKey key) {
        return get(journal.outputs(List.of(key))).get(key).text();
    }

    private List<ExecutionId> executionsOf(Batch batch) {
        return get(journal.unconfirmed(Story.AT.plusSeconds(60), 100)).stream()
                .filter(it -> it.id().equals(batch.id()))
                .flatMap(it -> it.executions().stream())
                .toList();
    }
}

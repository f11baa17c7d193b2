package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.Journal.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store of dead letters promises, together with the journal that writes them. */
public abstract class DeadLettersContract {
    private static final Failure FAILURE = new Failure(ErrorCategory.PERMANENT, "HTTP_404", "no such order");

    /** Empty, and shared with the journal below. */
    protected abstract DeadLetters letters();

    protected abstract Journal journal();

    @Test
    void aLetterTellsWhatFailed() {
        Story story = failed();
        Letter letter = get(letters().open(null, 10)).get(0);
        assertThat(letter.place().execution()).isEqualTo(story.id());
        assertThat(letter.place().node()).isEqualTo(Story.B);
        assertThat(letter.place().handler()).isEqualTo("fail");
        assertThat(letter.failure()).isEqualTo(FAILURE);
        assertThat(letter.fingerprint()).isNotEmpty();
        assertThat(letter.triggeredAt()).isEqualTo(Story.AT.plusMillis(2));
        assertThat(letter.failedAt()).isEqualTo(Story.AT.plusMillis(3));
        assertThat(letter.isOpen()).isTrue();
        assertThat(get(letters().find(letter.id()))).contains(letter);
        assertThat(get(letters().find(UUID.randomUUID()))).isEmpty();
    }

    @Test
    @Defect("Dead letters beyond the first thousand unreachable")
    void pagesComeNewestFirstAndGoOnWhereTheyEnded() {
        List<Object> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, failed().id());
        }
        List<Letter> page = get(letters().open(null, 3));
        assertThat(page).extracting(it -> (Object) it.place().execution()).isEqualTo(newestFirst.subList(0, 3));
        assertThat(get(letters().open(page.get(2).id(), 3)))
                .extracting(it -> (Object) it.place().execution())
                .isEqualTo(newestFirst.subList(3, 5));
        assertThat(get(letters().count())).isEqualTo(5);
    }

    @Test
    void aLetterIsDiscardedOnce() {
        failed();
        UUID id = get(letters().open(null, 1)).get(0).id();
        assertThat(get(letters().discard(id, Story.AT))).isTrue();
        assertThat(get(letters().discard(id, Story.AT))).isFalse();
        assertThat(get(letters().discard(UUID.randomUUID(), Story.AT))).isFalse();
        assertThat(get(letters().open(null, 10))).isEmpty();
        assertThat(get(letters().count())).isZero();
        assertThat(get(letters().find(id)).orElseThrow().isOpen()).isFalse();
    }

    @Test
    void aRevivalClosesTheLetterAndNeedsIt() {
        Story story = failed();
        UUID id = get(letters().open(null, 1)).get(0).id();
        assertThat(won(revived(story, 4))).isTrue();
        assertThat(get(letters().find(id)).orElseThrow().isOpen()).isFalse();
        assertThat(get(letters().discard(id, Story.AT))).isFalse();
        assertThat(won(revived(story, 5)))
                .as("there is no open letter any more")
                .isFalse();
    }

    @Test
    void whatWasDiscardedIsNotRevivedAndItsNeighboursStand() {
        Story discarded = failed();
        Story open = failed();
        UUID id = get(letters().open(null, 2)).get(1).id();
        assertThat(get(letters().discard(id, Story.AT))).isTrue();
        Batch batch =
                batch(revived(discarded, 4), revived(open, 4), Story.begin().submitted());
        assertThat(get(journal().append(batch)).won())
                .hasSize(2)
                .contains(open.id())
                .doesNotContain(discarded.id());
    }

    @Test
    void ofARevivalAndADiscardingOneWins() {
        for (int round = 0; round < 20; round++) {
            Story story = failed();
            UUID id = get(letters().open(null, 1)).get(0).id();
            CompletionStage<Boolean> discarded = letters().discard(id, Story.AT);
            CompletionStage<Journal.Appended> revived = journal().append(batch(revived(story, 4)));
            CompletionStage<Boolean> again = letters().discard(id, Story.AT);
            boolean wasRevived = !get(revived).won().isEmpty();
            boolean wasDiscarded = get(discarded) || get(again);
            assertThat(wasRevived).as("round %d", round).isNotEqualTo(wasDiscarded);
        }
    }

    private Story failed() {
        Story story = Story.begin();
        get(journal().append(batch(story.submitted())));
        get(journal().append(batch(story.triggered(2))));
        Event failed = new Event.NodeFailed(Story.B, 1, FAILURE, true, Report.NONE);
        get(journal().append(batch(story.told(3, ExecutionStatus.RUNNING, List.of(failed)))));
        return story;
    }

    private static Append revived(Story story, int version) {
        return story.told(version, ExecutionStatus.RUNNING, List.of(new Event.NodeRevived(Story.B)));
    }

    private boolean won(Append append) {
        return !get(journal().append(batch(append))).won().isEmpty();
    }

    private static Batch batch(Append... appends) {
        return new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(appends), Set.of());
    }
}

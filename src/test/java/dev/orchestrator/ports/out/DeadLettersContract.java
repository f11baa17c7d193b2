package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.Journal.Batch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store of dead letters promises, together with the journal that writes them. */
public abstract class DeadLettersContract {
    private static final Failure FAILURE = new Failure(ErrorCategory.PERMANENT, "HTTP_404", "no such order");

    /** A letter's id is made when it is stored, so times that are filtered by must be near. */
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private static final DeadLetters.Closing CLOSING = new DeadLetters.Closing(Story.AT, "ops", "known, and mended");

    /** Empty, and shared with the journal below. */
    protected abstract DeadLetters letters();

    protected abstract Journal journal();

    @Test
    void aLetterTellsWhatFailed() {
        Story story = failed();
        Letter letter = get(letters().list(LetterCriteria.OPEN, null, 10)).get(0);
        assertThat(letter.place().execution()).isEqualTo(story.id());
        assertThat(letter.place().node()).isEqualTo(Story.B);
        assertThat(letter.place().handler()).isEqualTo("fail");
        assertThat(letter.failure()).isEqualTo(FAILURE);
        assertThat(letter.fingerprint()).isNotEmpty();
        assertThat(letter.triggeredAt()).isEqualTo(Story.AT.plusMillis(2));
        assertThat(letter.failedAt()).isEqualTo(NOW.plusMillis(3));
        assertThat(letter.place().workflow()).isEqualTo("orders");
        assertThat(letter.dispatch()).isEqualTo(1);
        assertThat(letter.status()).isEqualTo(DeadLetters.Status.OPEN);
        assertThat(letter.closing()).isNull();
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
        List<Letter> page = get(letters().list(LetterCriteria.OPEN, null, 3));
        assertThat(page).extracting(it -> (Object) it.place().execution()).isEqualTo(newestFirst.subList(0, 3));
        assertThat(get(letters().list(LetterCriteria.OPEN, page.get(2).id(), 3)))
                .extracting(it -> (Object) it.place().execution())
                .isEqualTo(newestFirst.subList(3, 5));
        assertThat(get(letters().count(LetterCriteria.OPEN))).isEqualTo(new DeadLetters.Count(5, true));
    }

    @Test
    void aLetterIsDiscardedOnce() {
        failed();
        UUID id = get(letters().list(LetterCriteria.OPEN, null, 1)).get(0).id();
        assertThat(get(letters().discard(id, CLOSING))).isTrue();
        assertThat(get(letters().discard(id, CLOSING))).isFalse();
        assertThat(get(letters().discard(UUID.randomUUID(), CLOSING))).isFalse();
        assertThat(get(letters().list(LetterCriteria.OPEN, null, 10))).isEmpty();
        assertThat(get(letters().count(LetterCriteria.OPEN)).value()).isZero();
        Letter discarded = get(letters().find(id)).orElseThrow();
        assertThat(discarded.status()).isEqualTo(DeadLetters.Status.DISCARDED);
        assertThat(discarded.closing()).isEqualTo(CLOSING);
    }

    @Test
    void filtersHoldTogether() {
        Story orders = failed("orders", new Failure(ErrorCategory.PERMANENT, "HTTP_404", "no order"), 3);
        Story bills = failed("bills", new Failure(ErrorCategory.TIMEOUT, "TIMED_OUT", "too slow"), 900);
        LetterCriteria all = LetterCriteria.OPEN;
        LetterCriteria.Where where = LetterCriteria.Where.ANY;
        assertThat(found(all)).containsExactly(bills.id(), orders.id());
        assertThat(found(all.with(new LetterCriteria.Where("bills", null, null, null))))
                .containsExactly(bills.id());
        assertThat(found(all.with(new LetterCriteria.Where(null, orders.id(), Story.B, "fail"))))
                .containsExactly(orders.id());
        assertThat(found(all.with(new LetterCriteria.Where(null, null, Story.A, null))))
                .isEmpty();
        assertThat(found(all.with(new LetterCriteria.Where(null, null, null, "other"))))
                .isEmpty();
        assertThat(found(all.with(new LetterCriteria.What(ErrorCategory.TIMEOUT, "TIMED_OUT", null))))
                .containsExactly(bills.id());
        assertThat(found(all.with(where).with(new LetterCriteria.What(ErrorCategory.TIMEOUT, "HTTP_404", null))))
                .isEmpty();
        assertThat(found(all.with(new LetterCriteria.When(NOW.plusMillis(900), null))))
                .containsExactly(bills.id());
        assertThat(found(all.with(new LetterCriteria.When(NOW, NOW.plusMillis(900)))))
                .containsExactly(orders.id());
        String fingerprint = get(letters().list(all, null, 1)).get(0).fingerprint();
        assertThat(found(all.with(new LetterCriteria.What(null, null, fingerprint))))
                .containsExactly(bills.id());
        assertThat(found(all.with((DeadLetters.Status) null))).hasSize(2);
        assertThat(get(letters().count(all.with(new LetterCriteria.Where("bills", null, null, null)))))
                .isEqualTo(new DeadLetters.Count(1, true));
    }

    @Test
    void closedOnesAreFoundByTheirStatus() {
        Story retried = failed();
        Story discarded = failed();
        Story open = failed();
        assertThat(won(revived(retried, 4))).isTrue();
        UUID id = get(letters().list(LetterCriteria.OPEN, null, 2)).get(1).id();
        assertThat(get(letters().discard(id, CLOSING))).isTrue();
        assertThat(found(LetterCriteria.OPEN)).containsExactly(open.id());
        assertThat(found(LetterCriteria.OPEN.with(DeadLetters.Status.RETRIED))).containsExactly(retried.id());
        assertThat(found(LetterCriteria.OPEN.with(DeadLetters.Status.DISCARDED)))
                .containsExactly(discarded.id());
        assertThat(found(LetterCriteria.OPEN.with((DeadLetters.Status) null)))
                .containsExactly(open.id(), discarded.id(), retried.id());
    }

    @Test
    void groupsAreOfOneKindTheMostFrequentFirst() {
        Story first = failed();
        Failure slow = new Failure(ErrorCategory.TIMEOUT, "TIMED_OUT", "too slow");
        failed("orders", slow, 5);
        Story last = failed("bills", slow, 9);
        DeadLetters.Groups groups = get(letters().groups(LetterCriteria.OPEN, 10));
        assertThat(groups.kinds()).isEqualTo(2);
        assertThat(groups.isComplete()).isTrue();
        DeadLetters.Group most = groups.groups().get(0);
        assertThat(most.count()).isEqualTo(2);
        assertThat(most.firstFailedAt()).isEqualTo(NOW.plusMillis(5));
        assertThat(most.lastFailedAt()).isEqualTo(NOW.plusMillis(9));
        assertThat(most.newest().place().execution()).isEqualTo(last.id());
        assertThat(most.newest().failure()).isEqualTo(slow);
        assertThat(groups.groups().get(1).newest().place().execution()).isEqualTo(first.id());
        assertThat(get(letters().groups(LetterCriteria.OPEN, 1)).groups()).hasSize(1);
        assertThat(get(letters().groups(LetterCriteria.OPEN.with(DeadLetters.Status.RETRIED), 10)))
                .isEqualTo(new DeadLetters.Groups(List.of(), 0, true));
    }

    @Test
    void manyAreDiscardedByFilter() {
        Story bills = failed("bills", FAILURE, 3);
        failed();
        failed();
        failed();
        LetterCriteria orders = LetterCriteria.OPEN.with(new LetterCriteria.Where("orders", null, null, null));
        assertThat(get(letters().discard(orders, 2, CLOSING))).isEqualTo(2);
        assertThat(get(letters().discard(orders, 2, CLOSING))).isEqualTo(1);
        assertThat(get(letters().discard(orders, 2, CLOSING))).isZero();
        assertThat(found(LetterCriteria.OPEN)).containsExactly(bills.id());
    }

    @Test
    void theOldestOpenOneIsKnown() {
        assertThat(get(letters().oldest())).isEmpty();
        failed();
        failed("orders", FAILURE, 7);
        assertThat(get(letters().oldest())).contains(NOW.plusMillis(3));
    }

    private List<ExecutionId> found(LetterCriteria criteria) {
        return get(letters().list(criteria, null, 10)).stream()
                .map(letter -> letter.place().execution())
                .toList();
    }

    @Test
    void aRevivalClosesTheLetterAndNeedsIt() {
        Story story = failed();
        UUID id = get(letters().list(LetterCriteria.OPEN, null, 1)).get(0).id();
        assertThat(won(revived(story, 4))).isTrue();
        assertThat(get(letters().find(id)).orElseThrow().isOpen()).isFalse();
        assertThat(get(letters().discard(id, CLOSING))).isFalse();
        assertThat(won(revived(story, 5)))
                .as("there is no open letter any more")
                .isFalse();
    }

    @Test
    void whatWasDiscardedIsNotRevivedAndItsNeighboursStand() {
        Story discarded = failed();
        Story open = failed();
        UUID id = get(letters().list(LetterCriteria.OPEN, null, 2)).get(1).id();
        assertThat(get(letters().discard(id, CLOSING))).isTrue();
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
            UUID id = get(letters().list(LetterCriteria.OPEN, null, 1)).get(0).id();
            CompletionStage<Boolean> discarded = letters().discard(id, CLOSING);
            CompletionStage<Journal.Appended> revived = journal().append(batch(revived(story, 4)));
            CompletionStage<Boolean> again = letters().discard(id, CLOSING);
            boolean wasRevived = !get(revived).won().isEmpty();
            boolean wasDiscarded = get(discarded) || get(again);
            assertThat(wasRevived).as("round %d", round).isNotEqualTo(wasDiscarded);
        }
    }

    private Story failed() {
        return failed("orders", FAILURE, 3);
    }

    private Story failed(String workflow, Failure failure, int afterMillis) {
        Story story = Story.begin(workflow);
        get(journal().append(batch(story.submitted())));
        get(journal().append(batch(story.triggered(2))));
        Event failed = new Event.NodeFailed(Story.B, 1, failure, true, Report.NONE);
        Append told = story.told(3, ExecutionStatus.RUNNING, List.of(failed));
        Entry entry = new Entry(3, NOW.plusMillis(afterMillis), told.entry().events());
        get(journal().append(batch(new Append(told.state(), entry, List.of(), null, false))));
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

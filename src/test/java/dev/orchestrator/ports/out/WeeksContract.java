package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static dev.orchestrator.ports.out.Story.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.retention.Census;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everybody promises who removes old executions. */
public abstract class WeeksContract {
    protected static final Instant OLD = Instant.parse("2026-03-03T12:00:00Z");
    protected static final Week WEEK = Week.of(OLD);
    /** All stories that have ended did so before. */
    protected static final Instant LATER = Story.AT.plusSeconds(1);

    protected Ports ports;

    public record Ports(Weeks weeks, Journal journal, DeadLetters letters, IdempotencyKeys keys) {}

    /** Empty ones that share what they store. */
    protected abstract Ports open();

    @BeforeEach
    void empty() {
        ports = open();
    }

    @Test
    void weeksAreMadeAheadAndThoseThatAreThereLeftAlone() {
        Week ahead = new Week(WEEK.monday().plusWeeks(50));
        assertThat(get(ports.weeks().all())).doesNotContain(ahead);
        get(ports.weeks().prepare(List.of(ahead, ahead.next())));
        get(ports.weeks().prepare(List.of(ahead)));
        assertThat(get(ports.weeks().all())).contains(ahead, ahead.next());
        get(ports.weeks().drop(ahead, LATER));
        get(ports.weeks().drop(ahead.next(), LATER));
        assertThat(get(ports.weeks().all())).doesNotContain(ahead, ahead.next());
    }

    @Test
    void whoLivesOrEndedLatelyOrHasAnOpenLetterIsCountedAsKept() {
        Story ended = ended(OLD);
        append(Story.at(OLD).submitted());
        running(OLD);
        Story failed = failed(OLD);
        assertThat(get(ports.weeks().census(WEEK, LATER))).isEqualTo(new Census(4, 3));
        assertThat(get(ports.weeks().census(WEEK, Story.AT))).isEqualTo(new Census(4, 4));
        discard(failed);
        assertThat(get(ports.weeks().census(WEEK, LATER))).isEqualTo(new Census(4, 2));
        assertThat(get(ports.weeks().census(WEEK.next(), LATER))).isEqualTo(new Census(0, 0));
        assertThat(isThere(ended)).isTrue();
    }

    @Test
    void aWeekGoesWithAllThatIsStoredOfItAndItsNeighboursStay() {
        Story ended = ended(OLD);
        Story failed = failed(OLD);
        Story next = ended(WEEK.end());
        Story before = ended(WEEK.start().minusMillis(1));
        discard(failed);
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        assertThat(List.of(isThere(ended), isThere(failed), isThere(next), isThere(before)))
                .containsExactly(false, false, true, true);
        assertThat(get(ports.journal().entries(List.of(new Position(ended.id(), 0)), new PageSize(9, 9_999))))
                .isEmpty();
        assertThat(get(ports.journal().outputs(outputs(ended)))).isEmpty();
        assertThat(get(ports.journal().outputs(outputs(next)))).hasSize(2);
        assertThat(letters(failed)).isZero();
        assertThat(get(ports.weeks().all())).doesNotContain(WEEK).contains(WEEK.next());
    }

    @Test
    void aWeekInWhichSomebodyIsToBeKeptStays() {
        Story ended = ended(OLD);
        Story other = running(OLD);
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isFalse();
        assertThat(List.of(isThere(ended), isThere(other))).containsExactly(true, true);
        append(other.ended(3, ExecutionStatus.COMPLETED));
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        Story failed = failed(OLD);
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isFalse();
        assertThat(isThere(failed)).isTrue();
        assertThat(letters(failed)).isOne();
    }

    @Test
    void whoMayGoGoesSomeAtATimeWhereOthersStay() {
        List<Story> ended = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ended.add(ended(OLD.plusSeconds(i)));
        }
        Story live = running(OLD);
        Story failed = failed(OLD);
        Story closed = failed(OLD);
        discard(closed);
        assertThat(get(ports.weeks().thin(WEEK, Story.AT, 9))).isZero();
        assertThat(get(ports.weeks().thin(WEEK, LATER, 4))).isEqualTo(4);
        assertThat(get(ports.weeks().thin(WEEK, LATER, 4))).isEqualTo(2);
        assertThat(get(ports.weeks().thin(WEEK, LATER, 4))).isZero();
        assertThat(ended).noneMatch(this::isThere);
        assertThat(get(ports.journal().outputs(outputs(ended.get(0))))).isEmpty();
        assertThat(List.of(isThere(live), isThere(failed), isThere(closed))).containsExactly(true, true, false);
        assertThat(List.of(letters(failed), letters(closed))).containsExactly(1L, 0L);
        assertThat(get(ports.weeks().census(WEEK, LATER))).isEqualTo(new Census(2, 2));
    }

    @Test
    void idsThatTellNoTimeAreKeptAndRemovedToo() {
        for (UUID id : List.of(new UUID(-1, 7), new UUID(0, 7))) {
            Story plain = Story.begin();
            Story story = new Story(new ExecutionId(id), plain.submission(), plain.workflow());
            end(story);
            assertThat(isThere(story)).isTrue();
        }
        assertThat(get(ports.weeks().thin(Week.FAR, LATER, 9))).isOne();
        assertThat(get(ports.weeks().thin(Week.PAST, LATER, 9))).isOne();
        assertThat(get(ports.weeks().all())).contains(Week.PAST, Week.FAR);
    }

    @Test
    void whatComesLateFindsRoomAgain() {
        ended(OLD);
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        assertThat(isThere(ended(OLD))).isTrue();
        assertThat(isThere(ended(Instant.parse("2031-07-01T00:00:00Z")))).isTrue();
        assertThat(get(ports.weeks().all())).contains(WEEK);
    }

    @Test
    void theOldestIsNamed() {
        assertThat(get(ports.weeks().oldest())).isEmpty();
        ended(OLD);
        running(WEEK.end());
        assertThat(get(ports.weeks().oldest())).contains(Story.AT);
    }

    @Test
    void aKeyIsReleasedWithItsExecutionAndNotBefore() {
        Story story = Story.at(OLD);
        String client = "c" + UUID.randomUUID();
        append(keyed(story, client));
        append(story.triggered(2));
        append(story.ended(3, ExecutionStatus.COMPLETED));
        get(ports.keys().release(client, "k"));
        assertThat(get(ports.keys().find(client, "k"))).isPresent();
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        assertThat(get(ports.keys().find(client, "k"))).isEmpty();
        get(ports.keys().release(client, "k"));
        Story again = Story.begin();
        append(keyed(again, client));
        assertThat(get(ports.keys().find(client, "k")).orElseThrow().execution())
                .isEqualTo(again.id());
    }

    protected final boolean isThere(Story story) {
        return get(ports.journal().load(Map.of(story.id(), 0))).containsKey(story.id());
    }

    protected final Story running(Instant time) {
        Story story = Story.at(time);
        append(story.submitted());
        append(story.triggered(2));
        return story;
    }

    protected final Story ended(Instant time) {
        return end(Story.at(time));
    }

    private Story end(Story story) {
        append(story.submitted());
        append(Story.withSnapshot(story.triggered(2)));
        append(story.completed(3, "{}"));
        append(story.completed(4, '"' + "large".repeat(20_000) + '"'));
        append(story.ended(5, ExecutionStatus.COMPLETED));
        return story;
    }

    private static List<Journal.OutputKey> outputs(Story story) {
        return List.of(story.output(3), story.output(4));
    }

    private Story failed(Instant time) {
        Story story = running(time);
        Failure failure = new Failure(ErrorCategory.PERMANENT, "HTTP_404", "no");
        append(story.told(
                3,
                ExecutionStatus.FAILED,
                List.of(
                        new Event.NodeFailed(B, 1, failure, true, Report.NONE),
                        new Event.Ended(ExecutionStatus.FAILED, "because"))));
        return story;
    }

    private void discard(Story story) {
        DeadLetters.Closing closing = new DeadLetters.Closing(Story.AT, "ops", "");
        assertThat(get(ports.letters().discard(of(story).with(DeadLetters.Status.OPEN), 9, closing)))
                .isOne();
    }

    private long letters(Story story) {
        return get(ports.letters().count(of(story))).value();
    }

    private static LetterCriteria of(Story story) {
        return LetterCriteria.OPEN
                .with(new LetterCriteria.Where(null, story.id(), null, null))
                .with((DeadLetters.Status) null);
    }

    private static Append keyed(Story story, String client) {
        Append append = story.submitted();
        return new Append(
                append.state(),
                append.entry(),
                append.outputs(),
                append.created().under(new RequestKey(client, "k", "r")),
                append.snapshot());
    }

    protected final void append(Append append) {
        Batch batch =
                new Batch(UuidCreator.getTimeOrderedEpoch(), UUID.randomUUID(), Story.AT, List.of(append), Set.of());
        assertThat(get(ports.journal().append(batch)).won())
                .containsExactly(append.state().id());
    }
}

package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.LateOutcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.in.ReadEvents.Answer;
import dev.orchestrator.ports.in.ReadEvents.Following;
import dev.orchestrator.ports.in.ReadEvents.Found;
import dev.orchestrator.ports.in.ReadEvents.Reason;
import dev.orchestrator.ports.in.ReadEvents.Refused;
import dev.orchestrator.ports.in.ReadEvents.Step;
import dev.orchestrator.ports.in.ReadEvents.Versions;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Journal.Position;
import dev.orchestrator.ports.out.ProgressSignals;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.twins.InMemoryJournal;
import dev.orchestrator.twins.InMemoryStore;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private static final int MOST = 1_000;
    private static final Duration HINT = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(1_100);

    private final VirtualLoop loop = new VirtualLoop();
    private final InMemoryJournal journal = new InMemoryJournal(new InMemoryStore(), loop);
    private final Hints hints = new Hints();
    private final EventFeed feed = new EventFeed(loop, journal, hints, MOST);
    private final List<List<Position>> queries = new ArrayList<>();
    private final Story story = Story.begin();

    EventFeedTest() {
        journal.onEntryReads(queries::add);
    }

    @Test
    void showsEveryVersionOnceAndInOrderAsItComes() {
        append(story.submitted());
        Reader reader = read(0);
        assertThat(reader.versions()).containsExactly(1);
        for (int version = 2; version <= 30; version++) {
            append(version == 2 ? story.triggered(2) : story.queued(version));
            if (version % 3 == 0) {
                hints.tell(story.id(), version);
                loop.advance(Duration.ofMillis(version));
            }
        }
        loop.advance(LOOK);
        assertThat(reader.versions()).isEqualTo(upTo(30));
        assertThat(reader.isOver()).isFalse();
    }

    @Test
    void endsAfterTheVersionThatEnded() {
        append(story.submitted());
        append(story.triggered(2));
        Reader reader = read(0);
        append(story.ended(3, ExecutionStatus.FAILED));
        hints.tell(story.id(), 3);
        loop.advance(HINT);
        assertThat(reader.versions()).containsExactly(1, 2, 3);
        assertThat(reader.end()).isEqualTo(new Event.Ended(ExecutionStatus.FAILED, "because"));
    }

    @Test
    void whatEndedLongAgoIsShownFromAnywhere() {
        append(story.submitted());
        append(story.triggered(2));
        append(story.ended(3, ExecutionStatus.COMPLETED));
        assertThat(read(0).versions()).containsExactly(1, 2, 3);
        assertThat(read(2).versions()).containsExactly(3);
        Reader nothingNew = read(3);
        assertThat(nothingNew.versions()).isEmpty();
        assertThat(nothingNew.end().status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void aReportThatCameAfterTheEndLeavesItAnEnd() {
        append(story.submitted());
        append(story.triggered(2));
        append(story.ended(3, ExecutionStatus.CANCELLED));
        Event.Ended end = new Event.Ended(ExecutionStatus.CANCELLED, "because");
        append(story.told(
                4,
                ExecutionStatus.CANCELLED,
                List.of(new Event.NodeReportedLate(Story.A, 1, LateOutcome.SUCCEEDED, null, Report.NONE, end))));
        for (int known = 0; known <= 4; known++) {
            Reader reader = read(known);
            assertThat(reader.isOver()).as("known: %s", known).isTrue();
            assertThat(reader.end()).isEqualTo(end);
        }
        assertThat(read(3).versions()).containsExactly(4);
    }

    @Test
    void anEndThatWasFollowedByARevivalIsNoEnd() {
        append(story.submitted());
        append(story.triggered(2));
        append(story.ended(3, ExecutionStatus.FAILED));
        Reader first = read(0);
        assertThat(first.isOver()).isTrue();
        append(revived(4));
        Reader resumed = read(3);
        Reader whole = read(0);
        assertThat(resumed.versions()).containsExactly(4);
        assertThat(whole.versions()).containsExactly(1, 2, 3, 4);
        assertThat(resumed.isOver() || whole.isOver()).isFalse();
        append(story.ended(5, ExecutionStatus.COMPLETED));
        loop.advance(LOOK);
        assertThat(resumed.versions()).containsExactly(4, 5);
        assertThat(whole.end()).isEqualTo(resumed.end());
    }

    @Test
    void findsWhatNoHintToldOf() {
        append(story.submitted());
        Reader reader = read(0);
        append(story.ended(2, ExecutionStatus.CANCELLED));
        loop.advance(LOOK);
        assertThat(reader.versions()).containsExactly(1, 2);
        assertThat(reader.end().status()).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void manyWhoFollowOneExecutionShareItsReads() {
        append(story.submitted());
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            readers.add(start(story.id(), 0));
        }
        loop.advance(HINT);
        queries.clear();
        append(story.triggered(2));
        hints.tell(story.id(), 2);
        loop.advance(HINT);
        assertThat(queries).containsExactly(List.of(new Position(story.id(), 1)));
        assertThat(readers).allSatisfy(reader -> assertThat(reader.versions()).containsExactly(1, 2));
    }

    @Test
    void manyExecutionsAreReadInFewQueries() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Story one = Story.begin();
            append(one.submitted());
            readers.add(start(one.id(), 0));
        }
        loop.advance(HINT.multipliedBy(4));
        assertThat(readers).allSatisfy(reader -> assertThat(reader.versions()).containsExactly(1));
        queries.clear();
        loop.advance(LOOK);
        assertThat(queries).hasSize(2);
    }

    @Test
    void hintsComeInOneByOneAndAreReadTogether() {
        append(story.submitted());
        Reader reader = read(0);
        loop.advance(HINT);
        queries.clear();
        for (int version = 2; version <= 100; version++) {
            append(version == 2 ? story.triggered(2) : story.queued(version));
            hints.tell(story.id(), version);
            loop.advance(Duration.ofMillis(1));
        }
        loop.advance(HINT);
        assertThat(reader.versions()).isEqualTo(upTo(100));
        assertThat(queries).hasSizeLessThan(20);
    }

    @Test
    void nothingIsReadForWhoDoesNotAsk() {
        append(story.submitted());
        Following slow = ((Found<Following>) answer(feed.follow(story.id(), 0))).value();
        loop.advance(HINT);
        queries.clear();
        append(story.triggered(2));
        hints.tell(story.id(), 2);
        loop.advance(LOOK.multipliedBy(5));
        assertThat(queries).isEmpty();
        assertThat(answer(slow.next()).entries()).extracting(Entry::version).containsExactly(1);
        assertThat(answer(slow.next()).entries()).extracting(Entry::version).containsExactly(2);
    }

    @Test
    void aLongHistoryComesInSteps() {
        append(story.submitted());
        append(story.triggered(2));
        for (int version = 3; version < 350; version++) {
            append(story.queued(version));
        }
        append(story.ended(350, ExecutionStatus.COMPLETED));
        Reader reader = read(0);
        loop.advance(HINT.multipliedBy(3));
        assertThat(reader.versions()).isEqualTo(upTo(350));
        assertThat(reader.steps)
                .hasSizeGreaterThan(3)
                .allMatch(step -> step.entries().size() <= 100);
        assertThat(reader.isOver()).isTrue();
    }

    @Test
    void anOutageIsWaitedOut() {
        append(story.submitted());
        Reader reader = read(0);
        journal.onEntryReads(positions -> {
            throw new IllegalStateException("the journal cannot be reached");
        });
        append(story.triggered(2));
        hints.tell(story.id(), 2);
        loop.advance(Duration.ofSeconds(10));
        assertThat(reader.isOver()).isFalse();
        assertThat(feed.follow(story.id(), 0)).satisfies(opening -> {
            loop.advance(HINT);
            assertThat(opening.toCompletableFuture()).isCompletedExceptionally();
        });
        journal.onEntryReads(queries::add);
        loop.advance(LOOK);
        assertThat(reader.versions()).containsExactly(1, 2);
        assertThat(feed.streams()).isEqualTo(1);
    }

    @Test
    void refusesWhatItCannotFollow() {
        append(story.submitted());
        ExecutionId unknown = Story.begin().id();
        assertThat(answer(feed.follow(unknown, 0))).isEqualTo(new Refused<>(Reason.UNKNOWN_EXECUTION));
        assertThat(answer(feed.follow(unknown, 7))).isEqualTo(new Refused<>(Reason.UNKNOWN_EXECUTION));
        assertThat(answer(feed.follow(story.id(), 2))).isEqualTo(new Refused<>(Reason.NO_SUCH_VERSION));
        assertThat(feed.streams()).isZero();
        assertThat(hints.listeners).isEmpty();
        for (int i = 0; i < MOST; i++) {
            start(story.id(), 0);
        }
        assertThat(answer(feed.follow(story.id(), 0))).isEqualTo(new Refused<>(Reason.TOO_MANY_FOLLOWERS));
    }

    @Test
    void whoLeavesLeavesNothingBehind() {
        append(story.submitted());
        Reader one = read(0);
        Reader other = read(0);
        one.following.close();
        loop.runUntilIdle();
        assertThat(feed.streams()).isEqualTo(1);
        assertThat(hints.listeners).hasSize(1);
        one.following.close();
        other.following.close();
        loop.advance(LOOK);
        assertThat(feed.streams()).isZero();
        assertThat(hints.listeners).isEmpty();
        assertThat(loop.timers()).isZero();
        queries.clear();
        loop.advance(LOOK);
        assertThat(queries).isEmpty();
    }

    @Test
    void whenItStopsEverybodyIsSentAway() {
        append(story.submitted());
        Reader waiting = read(0);
        Following busy = ((Found<Following>) answer(feed.follow(story.id(), 0))).value();
        feed.stop();
        loop.runUntilIdle();
        assertThat(waiting.isOver()).isTrue();
        assertThat(waiting.steps.get(waiting.steps.size() - 1).end()).isNull();
        assertThat(answer(busy.next()).last()).isTrue();
        assertThat(answer(feed.follow(story.id(), 0))).isEqualTo(new Refused<>(Reason.STOPPING));
    }

    @Test
    void pagesTellWhatIsAfterAVersion() {
        append(story.submitted());
        append(story.triggered(2));
        append(story.queued(3));
        assertThat(page(story.id(), 0, 2)).containsExactly(1, 2);
        assertThat(page(story.id(), 2, 2)).containsExactly(3);
        assertThat(page(story.id(), 3, 2)).isEmpty();
        assertThat(answer(feed.page(story.id(), 4, 2))).isEqualTo(new Refused<>(Reason.NO_SUCH_VERSION));
        assertThat(answer(feed.page(Story.begin().id(), 0, 2))).isEqualTo(new Refused<>(Reason.UNKNOWN_EXECUTION));
        assertThat(answer(feed.page(Story.begin().id(), 4, 2))).isEqualTo(new Refused<>(Reason.UNKNOWN_EXECUTION));
    }

    @Test
    void aVersionLargerThanAPageKeepsNobodyFromTheNext() {
        append(story.submitted());
        append(story.triggered(2));
        append(story.told(
                3, ExecutionStatus.RUNNING, List.of(new Event.Ended(ExecutionStatus.FAILED, "x".repeat(2_000_000)))));
        append(story.queued(4));
        assertThat(page(story.id(), 3, 2)).containsExactly(4);
        assertThat(read(3).versions()).containsExactly(4);
    }

    private List<Integer> page(ExecutionId id, int after, int limit) {
        Answer<Versions> answer = answer(feed.page(id, after, limit));
        return ((Found<Versions>) answer)
                .value().entries().stream().map(Entry::version).toList();
    }

    private Append revived(int version) {
        return story.told(version, ExecutionStatus.RUNNING, List.of(new Event.Revived(Instant.EPOCH)));
    }

    private Reader read(int after) {
        Reader reader = start(story.id(), after);
        loop.advance(HINT.multipliedBy(2));
        return reader;
    }

    private Reader start(ExecutionId id, int after) {
        return new Reader(((Found<Following>) answer(feed.follow(id, after))).value());
    }

    private void append(Append append) {
        answer(journal.append(
                new Batch(UuidCreator.getTimeOrderedEpoch(), new UUID(0, 1), Story.AT, List.of(append), Set.of())));
    }

    private <T> T answer(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int i = 0; i < 100 && !future.isDone(); i++) {
            loop.advance(Duration.ofMillis(1));
        }
        assertThat(future).isDone();
        return future.join();
    }

    private static List<Integer> upTo(int last) {
        List<Integer> versions = new ArrayList<>();
        for (int version = 1; version <= last; version++) {
            versions.add(version);
        }
        return versions;
    }

    /** Somebody who asks for the next step as soon as it has one. */
    private static final class Reader {
        private final Following following;
        private final List<Step> steps = new ArrayList<>();

        Reader(Following following) {
            this.following = following;
            ask();
        }

        private void ask() {
            following.next().thenAccept(step -> {
                steps.add(step);
                if (!step.last()) {
                    ask();
                }
            });
        }

        List<Integer> versions() {
            return steps.stream()
                    .flatMap(step -> step.entries().stream())
                    .map(Entry::version)
                    .toList();
        }

        boolean isOver() {
            return !steps.isEmpty() && steps.get(steps.size() - 1).last();
        }

        Event.Ended end() {
            assertThat(isOver()).isTrue();
            return steps.get(steps.size() - 1).end();
        }
    }

    /** Hints that come when the test says so. */
    private static final class Hints implements ProgressSignals {
        private final Map<ExecutionId, IntConsumer> listeners = new HashMap<>();

        @Override
        public void follow(ExecutionId id, IntConsumer listener) {
            assertThat(listeners.put(id, listener)).isNull();
        }

        @Override
        public void leave(ExecutionId id) {
            assertThat(listeners.remove(id)).isNotNull();
        }

        void tell(ExecutionId id, int version) {
            listeners.get(id).accept(version);
        }
    }
}

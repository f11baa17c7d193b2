package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import dev.orchestrator.ports.out.LiveState.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every hot state promises. */
public abstract class LiveStateContract extends HotStoreContract {
    @Test
    void aTriggerSendsTheRootsAndShowsThem() {
        Run run = run(1, "a", "b", "c<a,b");
        applied(run.trigger());
        assertThat(live(run, "a")).isEqualTo(new LiveNode(NodeState.QUEUED, 1, 1, null, null));
        assertThat(live(run, "c")).as("a node that waits is not shown").isNull();
        assertThat(nodes(take("w", 9, "a", "b", "c"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aFirstDeltaNeedsNothingToStandOn() {
        Run run = run(1, "a");
        applied(run.triggerAsDelta());
        assertThat(nodes(take("w", 9, "a"))).containsExactly("a");
    }

    @Test
    void nothingIsLiveBeforeTheTriggerAndOfStrangers() {
        Run run = run(1, "a");
        applied(new Change(Mode.DELTA, run.state(), 0, List.of(), List.of(), List.of()));
        assertThat(store.get(ports.live().read(run.id()))).isEmpty();
        assertAtRest();
    }

    @Test
    void aChangeAppliedTwiceIsSentOnce() {
        Run run = run(1, "a", "b<a");
        Change trigger = run.trigger();
        applied(trigger);
        applied(trigger);
        Change next = run.complete("a", Run.DONE);
        applied(next);
        assertThat(apply(next)).isEqualTo(Reply.STALE);
        assertThat(apply(trigger)).isEqualTo(Reply.STALE);
        assertThat(nodes(take("w", 9, "a", "b"))).containsExactly("b");
    }

    @Test
    void onAGapReadersAreSentAwayAndARestoreBringsAllBack() {
        Run run = run(1, "a", "b<a", "c<b");
        applied(run.trigger());
        run.complete("a", Run.DONE);
        Change third = run.complete("b", Run.DONE);
        assertThat(apply(third)).isEqualTo(Reply.GAP);
        assertThat(store.get(ports.live().read(run.id()))).isEmpty();
        assertThat(apply(third)).isEqualTo(Reply.GAP);
        applied(run.restore());
        assertThat(live(run, "a").state()).isEqualTo(NodeState.COMPLETED);
        assertThat(nodes(take("w", 9, "a", "b", "c")))
                .as("what is over is taken back")
                .containsExactly("c");
    }

    @Test
    void aRestoreKeepsWhatAWorkerHolds() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        applied(run.restore());
        assertThat(take("other", 9, "a")).isEmpty();
        assertThat(live(run, "a").worker()).isEqualTo("w");
        assertThat(store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .containsEntry(task.key(), TaskQueue.Beat.HELD);
        assertThat(nodes(take("w", 9, "b"))).containsExactly("b");
    }

    @Test
    void readersSeeWhoRunsANodeUntilItsEndIsDecided() {
        Run run = run(1, "a", "b<a");
        applied(run.trigger());
        Task task = takeOne("worker", "a");
        assertThat(live(run, "a").state()).isEqualTo(NodeState.RUNNING);
        assertThat(live(run, "a").worker()).isEqualTo("worker");
        assertThat(live(run, "a").startedAt()).isNotNull();
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(live(run, "a").state()).isEqualTo(NodeState.RUNNING);
        applied(run.complete("a", Run.DONE, message().receipt()));
        assertThat(live(run, "a")).isEqualTo(new LiveNode(NodeState.COMPLETED, 1, 1, null, null));
        assertThat(store.get(ports.live().read(run.id())).orElseThrow().version())
                .isEqualTo(run.state().version());
    }

    @Test
    @Defect("Streams and keys never deleted")
    void anEndRemovesEverything() {
        Run run = run(1, "a", "b", "c", "d<a");
        applied(run.trigger());
        takeOne("w", "a");
        Task done = takeOne("w", "b");
        store.get(ports.tasks().complete(done, Run.DONE, Report.NONE));
        Delivery delivery = message();
        Change end = run.cancel();
        applied(new Change(
                Mode.DELTA, end.state(), end.baseVersion(), end.changed(), List.of(), List.of(delivery.receipt())));
        assertThat(store.get(ports.live().read(run.id()))).isEmpty();
        assertAtRest();
        assertThat(take("w", 9, "a", "b", "c", "d")).isEmpty();
    }

    @Test
    void anEndNeedsNothingToStandOn() {
        Run run = run(1, "a", "b<a");
        applied(run.trigger());
        run.complete("a", Run.DONE);
        applied(run.cancel());
        assertAtRest();
    }

    @Test
    void whatComesAfterTheEndIsStale() {
        Run run = run(1, "a", "b<a");
        Change trigger = run.trigger();
        Change middle = run.complete("a", Run.DONE);
        applied(run.cancel());
        assertThat(apply(trigger)).isEqualTo(Reply.STALE);
        assertThat(apply(middle)).isEqualTo(Reply.STALE);
        assertThat(apply(run.restore())).isEqualTo(Reply.STALE);
        assertAtRest();
    }

    @Test
    void aRevivalBringsAnEndedExecutionBack() {
        Run run = run(1, "a");
        applied(run.trigger());
        Change failed = run.complete("a", permanent());
        applied(failed);
        assertAtRest();
        applied(run.decide(new Command.Revive(new dev.orchestrator.domain.definition.NodeId("a"))));
        assertThat(apply(failed)).as("the end that came before").isEqualTo(Reply.STALE);
        assertThat(takeOne("w", "a").dispatch()).isEqualTo(2);
        applied(run.complete("a", Run.DONE));
        assertAtRest();
    }

    private static Outcome permanent() {
        return new Outcome.Failed(
                new dev.orchestrator.domain.execution.Failure(
                        dev.orchestrator.domain.definition.ErrorCategory.PERMANENT, "BAD", "no use"),
                null);
    }

    @Test
    void messagesAreAcknowledgedWithTheirChange() {
        Run run = run(1, "a", "b<a", "c<b");
        applied(run.trigger());
        store.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        Change second = run.complete("a", Run.DONE, message().receipt());
        Change third = run.complete("b", Run.DONE, new Receipt("0", "1-1"));
        assertThat(apply(third)).isEqualTo(Reply.GAP);
        assertThat(store.rest()).as("a gap keeps the message").containsEntry("pending", 1);
        applied(run.restore());
        assertThat(apply(second)).as("what was applied includes it").isEqualTo(Reply.STALE);
        assertThat(store.rest()).containsEntry("pending", 0).containsEntry("messages", 0);
    }

    @Test
    void messagesThatChangeNothingAreAcknowledged() {
        Run run = run(1, "a");
        applied(run.trigger());
        store.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        Delivery delivery = message();
        store.get(ports.live().acknowledge(List.of(delivery.receipt())));
        store.get(ports.live().acknowledge(List.of(delivery.receipt())));
        assertThat(store.rest()).containsEntry("pending", 0).containsEntry("messages", 0);
    }

    @Test
    @Defect("A retry as add, then acknowledge")
    void aRetryReplacesTaskAndTimer() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task first = takeOne("w", "a");
        store.get(ports.tasks().complete(first, Run.FAILED, Report.NONE));
        applied(run.complete("a", Run.FAILED, message().receipt()));
        assertThat(live(run, "a").state()).isEqualTo(NodeState.RETRYING);
        assertThat(store.rest()).containsEntry("open", 0).containsEntry("timers", 2);
        store.until(() -> {
            store.get(ports.upkeep().promote(10, Duration.ofSeconds(1)));
            return store.rest().get("messages") > 0;
        });
        Delivery wake = message();
        assertThat(wake.command()).isEqualTo(new Command.Wake(first.node(), 1));
        applied(run.decide(wake.command(), wake.receipt()));
        assertThat(store.rest()).containsEntry("timers", 1);
        assertThat(takeOne("w", "a").dispatch()).isEqualTo(2);
    }

    @Test
    void aRestoreSendsAgainWhatWasLostWithItsKeys() {
        Run run = run(1, "a", "b", "c<a");
        applied(run.trigger());
        store.wipe();
        store.get(ports.upkeep().identify());
        applied(run.restore());
        assertThat(nodes(take("w", 9, "a", "b", "c"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aWipedStoreAnswersSoUntilItIsIdentified() {
        Run run = run(1, "a");
        applied(run.trigger());
        store.wipe();
        assertThat(apply(run.restore())).isEqualTo(Reply.WIPED);
        assertThat(store.get(ports.live().read(run.id()))).isEmpty();
        assertThat(store.get(ports.upkeep().identify())).isTrue();
        assertThat(store.get(ports.upkeep().identify())).isFalse();
        applied(run.restore());
    }

    @Test
    void everyProcessHearsOfAWipe() {
        Run run = run(1, "a");
        applied(run.trigger());
        store.wipe();
        var other = store.connect();
        assertThat(store.get(other.upkeep().identify())).isTrue();
        assertThat(apply(run.restore())).isEqualTo(Reply.WIPED);
        assertThat(store.get(ports.upkeep().identify()))
                .as("it has to rebuild too")
                .isTrue();
        applied(run.restore());
    }

    @Test
    void aWideFanIsSentWholeAndOnce() {
        int width = 5_000;
        String[] nodes = Stream.concat(
                        Stream.of("root"), IntStream.range(0, width).mapToObj(i -> "n" + i + "<root"))
                .toArray(String[]::new);
        Run run = run(1, Run.workflow(OnFailure.CONTINUE, Duration.ofMinutes(15), nodes));
        applied(run.trigger());
        applied(run.complete("root", Run.DONE));
        applied(run.restore());
        assertThat(store.get(ports.live().read(run.id())).orElseThrow().nodes()).hasSize(width + 1);
        List<Task> all = new ArrayList<>();
        for (List<Task> some = take("w", 700, "n"); !some.isEmpty(); some = take("w", 700, "n")) {
            assertThat(some.size()).isLessThanOrEqualTo(700);
            all.addAll(some);
        }
        assertThat(nodes(all)).hasSize(width).doesNotHaveDuplicates();
        applied(run.cancel());
        assertAtRest();
    }
}

package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Upkeep.Identity;
import dev.orchestrator.ports.out.Upkeep.Lead;
import dev.orchestrator.ports.out.Upkeep.LivePage;
import dev.orchestrator.ports.out.Upkeep.Part;
import dev.orchestrator.ports.out.Upkeep.Progress;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps every hot store honest. */
public abstract class UpkeepContract extends HotStoreContract {
    private static final Duration HORIZON = Duration.ofSeconds(5);

    @Test
    void dueTimersBecomeMessagesOnce() {
        Run run = run(1, "a");
        applied(timedOutSoon(run.trigger()));
        assertThat(store.get(ports.upkeep().promote(10, HORIZON))).isLessThanOrEqualTo(Duration.ofMillis(200));
        store.until(() -> {
            store.get(ports.upkeep().promote(10, HORIZON));
            return store.rest().get("messages") > 0;
        });
        assertThat(message().command()).isEqualTo(new Command.TimeOut(1));
        assertThat(store.get(ports.upkeep().promote(10, HORIZON))).isEqualTo(HORIZON);
        applied(run.restore());
        assertThat(store.get(ports.upkeep().promote(10, HORIZON)))
                .as("its message is out, so a restore does not set it again")
                .isEqualTo(HORIZON);
    }

    private Change timedOutSoon(Change trigger) {
        List<Effect> effects = new ArrayList<>(trigger.effects());
        effects.removeIf(effect -> effect instanceof Effect.SetTimeout);
        effects.add(new Effect.SetTimeout(1, store.now().plusMillis(200)));
        return new Change(
                trigger.mode(), trigger.state(), trigger.baseVersion(), trigger.changed(), effects, List.of());
    }

    @Test
    void withoutTimersTheHorizonCounts() {
        assertThat(store.get(ports.upkeep().promote(10, HORIZON))).isEqualTo(HORIZON);
    }

    @Test
    void whatWaitsInTheQueuesThatWorkersReadIsMeasured() {
        assertThat(store.get(ports.upkeep().depths(10))).isEmpty();
        take("worker", 1, "a");
        take("worker", 1, "b");
        Run run = run(1, "a1", "a2", "a3", "c");
        applied(run.trigger());
        takeOne("worker", "a");
        store.until(() -> !store.get(ports.upkeep().depths(10)).get(0).oldest().isZero());
        List<QueueDepth> depths = store.get(ports.upkeep().depths(10));
        assertThat(depths)
                .as("in order, and not those that nobody has ever read")
                .extracting(QueueDepth::queue)
                .containsExactly(Run.queue("a"), Run.queue("b"));
        assertThat(depths).extracting(QueueDepth::waiting).containsExactly(2L, 0L);
        assertThat(depths.get(0).oldest()).isLessThan(Duration.ofMinutes(1));
        assertThat(depths.get(1).oldest()).isZero();
        assertThat(store.get(ports.upkeep().depths(1))).hasSize(1);
    }

    @Test
    void aLeaseThatRanOutIsALostWorker() {
        Run run = run(1, "a");
        applied(run.trigger());
        assertThat(reclaimed(10)).isZero();
        take("worker", 1, Duration.ofMillis(20), "a");
        store.until(() -> reclaimed(10) == 1);
        Command.Complete lost = (Command.Complete) message().command();
        assertThat(lost.outcome()).isEqualTo(new Outcome.Lost());
        assertThat(lost.dispatch()).isEqualTo(1);
        assertThat(lost.report().worker()).isEqualTo("worker");
        assertThat(lost.report().startedAt()).isNotNull();
        assertThat(lost.report().endedAt()).isAfter(lost.report().startedAt());
        assertThat(reclaimed(10)).isZero();
    }

    @Test
    void aLeaseNeverOutlivesItsAttempt() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = take("w", 1, Duration.ofHours(9), "a").get(0);
        store.get(ports.tasks().beat("w", List.of(task.key()), Duration.ofHours(9)));
        assertThat(leaseEnd(task.key())).isLessThanOrEqualTo(Duration.ofSeconds(66));
    }

    /** How long from now until the lease ends. */
    protected abstract Duration leaseEnd(Task.Key key);

    @Test
    void aTaskThatNobodyTakesTimesOut() {
        Run run = run(1, Run.workflow(OnFailure.CONTINUE, Duration.ofMillis(20), "a", "b"));
        applied(run.trigger());
        store.get(ports.members()
                .announce(Members.WORKER, "w", Map.of(Members.QUEUES, "x," + Run.queue("b")), Duration.ofMinutes(1)));
        int[] found = {0};
        store.until(() -> (found[0] += reclaimed(10)) == 2);
        assertThat(messages().stream().map(it -> it.command()).toList())
                .containsExactlyInAnyOrder(
                        new Command.Complete(new NodeId("a"), 1, new Outcome.QueueTimedOut(false), Report.NONE),
                        new Command.Complete(new NodeId("b"), 1, new Outcome.QueueTimedOut(true), Report.NONE));
        assertThat(take("w", 9, "a", "b")).as("it does not start any more").isEmpty();
        assertThat(store.rest()).containsEntry("tasks", 0);
    }

    @Test
    @Defect("A reaper that takes ten from the head each minute while live entries hide dead ones")
    void aFullAnswerAsksForMore() {
        Run run = run(1, Run.workflow(OnFailure.CONTINUE, Duration.ofMillis(-1), "a", "b", "c"));
        applied(run.trigger());
        assertThat(reclaimed(2)).isEqualTo(2);
        assertThat(reclaimed(2)).isEqualTo(1);
    }

    @Test
    void timeInTheHandsOfAWorkerIsNotWaiting() {
        Run run = run(1, Run.workflow(OnFailure.CONTINUE, Duration.ofMillis(400), "a"));
        applied(run.trigger());
        Task task = takeOne("w", "a");
        var taken = store.now();
        store.until(() -> store.now().isAfter(taken.plusMillis(450)));
        store.get(ports.tasks().handBack("w", List.of(task)));
        assertThat(reclaimed(9)).isZero();
        assertThat(takeOne("other", "a").key()).isEqualTo(task.key());
    }

    @Test
    void anExecutionWithAReasonToWaitIsNotMissing() {
        Run queued = run(1, "a", "b<a");
        Run leased = run(2, "b");
        Run retrying = run(3, "c");
        Run reported = run(4, "d");
        Run lost = run(5, "e");
        for (Run run : List.of(queued, leased, retrying, reported)) {
            applied(run.trigger());
        }
        lost.trigger();
        takeOne("w", "b");
        applied(retrying.complete("c", Run.FAILED));
        store.get(ports.tasks().complete(takeOne("w", "d"), Run.DONE, Report.NONE));
        var all = List.of(queued.id(), leased.id(), retrying.id(), reported.id(), lost.id());
        assertThat(store.get(ports.upkeep().missing(all))).containsExactly(lost.id());
        applied(queued.cancel());
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        assertThat(store.get(ports.upkeep().missing(all)))
                .as("a report that is gone is no reason")
                .isEqualTo(Set.of(queued.id(), reported.id(), lost.id()));
        assertThat(store.get(ports.upkeep().missing(List.of()))).isEmpty();
    }

    @Test
    void aRestoreSendsAgainWhatHasNoReport() {
        Run run = run(1, "a");
        applied(run.trigger());
        store.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        applied(run.restore());
        assertThat(take("w", 1, "a")).as("its report is on its way").isEmpty();
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        applied(run.restore());
        assertThat(nodes(take("w", 1, "a"))).containsExactly("a");
    }

    @Test
    void aWipedStoreFailsUpkeepUntilItIsIdentified() {
        store.wipe();
        assertThatThrownBy(() -> store.get(ports.upkeep().promote(1, HORIZON))).isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() -> reclaimed(1)).isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() -> store.get(ports.upkeep().returnUnstarted(HORIZON, 1)))
                .isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() ->
                        store.get(ports.upkeep().missing(List.of(run(1, "a").id()))))
                .isInstanceOf(StoreWiped.class);
        assertThat(store.get(ports.upkeep().identify())).isTrue();
        assertThat(reclaimed(1)).isZero();
    }

    @Test
    void aStoreThatHasMadeFewerBeatsThanSomebodyRemembersIsNew() {
        Beats beats = store.get(ports.upkeep().identify(Beats.NONE)).beats();
        Identity same = store.get(ports.upkeep().identify(beats));
        assertThat(same.replaced()).isFalse();
        assertThat(same.beats().of(0)).isGreaterThan(beats.of(0));
        Ports other = store.connect();
        assertThat(store.get(other.upkeep().identify(same.beats())).replaced())
                .as("others beat, too")
                .isFalse();
        Beats more = new Beats(Map.of(0, same.beats().of(0) + 100));
        Identity found = store.get(ports.upkeep().identify(more));
        assertThat(found.replaced()).isTrue();
        assertThat(found.beats().of(0)).as("ahead of whatever others remember").isGreaterThan(more.of(0) + 100);
        assertThat(store.get(ports.upkeep().identify(found.beats())).replaced()).isFalse();
        assertThat(store.get(other.upkeep().identify(same.beats())).replaced())
                .as("others hear of it, once")
                .isTrue();
        assertThat(store.get(other.upkeep().identify(found.beats())).replaced()).isFalse();
    }

    @Test
    void aStoreThatCameBackStartsNothingUntilItWasPutRight() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task running = takeOne("w", "a");
        assertThat(store.get(ports.upkeep().identify(new Beats(Map.of(0, 10_000L))))
                        .replaced())
                .isTrue();
        for (Ports any : List.of(ports, store.connect())) {
            assertThatThrownBy(() -> store.get(any.tasks().take(demand("w", 1, LEASE, AT_ONCE, "b"))))
                    .isInstanceOf(StoreWiped.class);
        }
        store.get(ports.tasks().complete(running, Run.DONE, Report.NONE));
        assertThat(apply(run.complete("a", Run.DONE, message().receipt()))).isEqualTo(Reply.GAP);
        applied(run.restore());
        store.get(ports.upkeep().admitStarts());
        assertThat(nodes(take("w", 1, "b"))).containsExactly("b");
    }

    /** A restore that comes after a change would be stale, and the times of what waits would stay those of another clock. */
    @Test
    void aChangeNeedsARestoreInAStoreThatBecameAnother() {
        Run run = run(1, "a", "b", "c");
        applied(run.trigger());
        applied(run.complete("a", Run.DONE));
        store.get(ports.upkeep().identify(new Beats(Map.of(0, 10_000L))));
        assertThat(apply(run.complete("b", Run.DONE))).isEqualTo(Reply.GAP);
        applied(run.restore());
        applied(run.complete("c", Run.DONE));
    }

    @Test
    void allThatIsLiveIsListedWithItsVersion() {
        Map<ExecutionId, Integer> expected = new HashMap<>();
        for (int i = 1; i <= 25; i++) {
            Run run = run(i, "a");
            Change trigger = run.trigger();
            applied(trigger);
            expected.put(run.id(), trigger.state().version());
        }
        Run ahead = run(30, "a", "b");
        applied(ahead.trigger());
        ahead.complete("a", Run.DONE);
        assertThat(apply(ahead.complete("b", Run.FAILED))).isEqualTo(Reply.GAP);
        expected.put(ahead.id(), 0);
        Run ended = run(26, "a");
        applied(ended.trigger());
        applied(ended.cancel());
        assertThat(live()).isEqualTo(expected);
    }

    private Map<ExecutionId, Integer> live() {
        Map<ExecutionId, Integer> all = new HashMap<>();
        LivePage page = store.get(ports.upkeep().live(LivePage.BEGINNING));
        all.putAll(page.versions());
        while (!page.isLast()) {
            page = store.get(ports.upkeep().live(page.next()));
            all.putAll(page.versions());
        }
        return all;
    }

    @Test
    void whatIsForgottenLeavesNothing() {
        Run queued = run(1, "a", "a2");
        Run leased = run(2, "b");
        Run retrying = run(3, "c");
        Run kept = run(4, "d");
        for (Run run : List.of(queued, leased, retrying, kept)) {
            applied(run.trigger());
        }
        takeOne("w", "b");
        applied(retrying.complete("c", Run.FAILED));
        store.get(ports.upkeep()
                .forget(List.of(
                        queued.id(), leased.id(), retrying.id(), run(9, "a").id())));
        assertThat(live()).containsOnlyKeys(kept.id());
        applied(kept.cancel());
        assertAtRest();
    }

    @Test
    void oneRebuildsAndTheOthersWait() {
        Upkeep one = ports.upkeep();
        Upkeep other = store.connect().upkeep();
        store.get(other.identify());
        Lead lead = lead(one, Progress.NONE);
        assertThat(lead.part()).isEqualTo(Part.LEADS);
        assertThat(lead.after()).isNull();
        assertThat(lead(other, Progress.NONE).part()).isEqualTo(Part.FOLLOWS);
        Progress half = new Progress(lead.store(), run(1, "a").id(), false);
        assertThat(lead(one, half).part()).isEqualTo(Part.LEADS);
        assertThat(lead(other, Progress.NONE).part()).isEqualTo(Part.FOLLOWS);
        assertThat(lead(one, new Progress(lead.store(), half.after(), true)).part())
                .isEqualTo(Part.DONE);
        assertThat(lead(other, Progress.NONE).part()).isEqualTo(Part.DONE);
    }

    @Test
    void whoLeadsAndIsSilentIsReplacedAndTheNextGoesOn() {
        Upkeep one = ports.upkeep();
        Upkeep other = store.connect().upkeep();
        store.get(other.identify());
        Progress half =
                new Progress(lead(one, Progress.NONE).store(), run(1, "a").id(), false);
        store.get(one.lead(Duration.ofMillis(20), half));
        Lead[] next = {lead(other, Progress.NONE)};
        store.until(() -> next[0].part() == Part.LEADS || (next[0] = lead(other, Progress.NONE)).part() == Part.LEADS);
        assertThat(next[0].after()).isEqualTo(half.after());
        assertThat(lead(one, half).part()).isEqualTo(Part.FOLLOWS);
    }

    @Test
    void oneReconcilesUntilItAsksNoMore() {
        Upkeep one = ports.upkeep();
        Upkeep other = store.connect().upkeep();
        store.get(other.identify());
        assertThat(store.get(one.reconciles(LEASE))).isTrue();
        assertThat(store.get(other.reconciles(LEASE))).isFalse();
        assertThat(store.get(one.reconciles(Duration.ofMillis(20)))).isTrue();
        store.until(() -> store.get(other.reconciles(LEASE)));
        assertThat(store.get(one.reconciles(LEASE))).isFalse();
    }

    @Test
    void aRebuildOfAStoreThatWasLostAgainFails() {
        Progress begun = new Progress(lead(ports.upkeep(), Progress.NONE).store(), null, false);
        store.wipe();
        assertThatThrownBy(() -> lead(ports.upkeep(), begun)).isInstanceOf(StoreWiped.class);
        store.get(ports.upkeep().identify());
        assertThatThrownBy(() -> lead(ports.upkeep(), begun)).isInstanceOf(StoreWiped.class);
        assertThat(lead(ports.upkeep(), Progress.NONE).part()).isEqualTo(Part.LEADS);
    }

    private Lead lead(Upkeep upkeep, Progress progress) {
        return store.get(upkeep.lead(Duration.ofMinutes(1), progress));
    }

    @Test
    void everyOneOfManyOpenNodesIsLookedAt() {
        String[] nodes = IntStream.range(0, 1_500).mapToObj(i -> "n" + i).toArray(String[]::new);
        Run wide = run(1, nodes);
        Run narrow = run(2, "a");
        applied(wide.trigger());
        applied(narrow.trigger());
        List<ExecutionId> both = List.of(wide.id(), narrow.id());
        assertThat(store.get(ports.upkeep().missing(both))).isEmpty();
        store.get(ports.tasks().complete(take("w", 1, "n").get(0), Run.DONE, Report.NONE));
        assertThat(store.get(ports.upkeep().missing(both))).isEmpty();
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        assertThat(store.get(ports.upkeep().missing(both)))
                .as("one of 1,500 is nowhere")
                .containsExactly(wide.id());
    }
}

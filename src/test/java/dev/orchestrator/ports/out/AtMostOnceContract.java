package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.TaskQueue.Beat;
import dev.orchestrator.ports.out.TaskQueue.Start;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every hot store promises of tasks that may be started once. The node o1 is one. */
public abstract class AtMostOnceContract extends HotStoreContract {
    private static final Duration SHORT = Duration.ofMillis(120);

    private Run begun() {
        Run run = run(1, "o1", "a");
        applied(run.trigger());
        return run;
    }

    private Start ask(Task task, String worker, String nonce) {
        return ask(task, worker, nonce, LEASE);
    }

    private Start ask(Task task, String worker, String nonce, Duration lease) {
        return store.get(ports.tasks().askToStart(task, new Claim(worker, nonce, lease)));
    }

    private void grant(Run run) {
        Delivery asked = message();
        applied(run.decide(asked.command(), asked.receipt()));
    }

    private Beat beat(String worker, Task task) {
        return store.get(ports.tasks().beat(worker, Set.of(task.key()), LEASE)).get(task.key());
    }

    private void wipeAndRestore(Run run) {
        store.wipe();
        store.get(ports.upkeep().identify());
        applied(run.restore());
    }

    @Test
    void aTaskSaysThatItMayBeStartedOnce() {
        begun();
        assertThat(takeOne("w", "o1").atMostOnce()).isTrue();
        assertThat(takeOne("w", "a").atMostOnce()).isFalse();
    }

    @Test
    void aStartIsGrantedToTheClaimThatIsJournaledAndToNoOther() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        assertThat(live(run, "o1").state()).isEqualTo(NodeState.RUNNING);
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.ASKED);
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.ASKED);
        assertThat(live(run, "o1").state()).as("it waits").isEqualTo(NodeState.QUEUED);
        assertThat(beat("w", task)).isEqualTo(Beat.HELD);
        grant(run);
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
        assertThat(ask(task, "w", "n2")).isEqualTo(Start.REFUSED);
        assertThat(ask(task, "v", "n3")).isEqualTo(Start.REFUSED);
        assertThat(live(run, "o1").state()).isEqualTo(NodeState.RUNNING);
        assertThat(live(run, "o1").worker()).isEqualTo("w");
        assertThat(beat("w", task)).isEqualTo(Beat.HELD);
        assertThat(messages()).isEmpty();
    }

    @Test
    void whoDoesNotHoldTheTaskIsRefused() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        assertThat(ask(task, "v", "n1")).isEqualTo(Start.REFUSED);
        applied(run.cancel());
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.REFUSED);
        assertThat(messages()).isEmpty();
    }

    @Test
    void aQuestionThatWasLostIsPutAgain() {
        begun();
        Task task = takeOne("w", "o1");
        ask(task, "w", "n1");
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.ASKED);
        assertThat(message().command()).isEqualTo(new Command.Start(task.node(), 1, new Claim("w", "n1", LEASE)));
    }

    @Test
    void afterAWipeTheTaskIsNotSentAgainAndTheGrantIs() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        ask(task, "w", "n1");
        grant(run);
        wipeAndRestore(run);
        assertThat(nodes(take("v", 5, "o1", "a"))).containsExactly("a");
        assertThat(live(run, "o1").worker()).isEqualTo("w");
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
        assertThat(ask(task, "v", "n2")).isEqualTo(Start.REFUSED);
        assertThat(beat("w", task)).isEqualTo(Beat.HELD);
        assertThat(store.get(ports.upkeep().missing(List.of(run.id())))).isEmpty();
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(message().command()).isInstanceOf(Command.Complete.class);
    }

    @Test
    void aQuestionBeforeTheRebuildIsPutAgainAfterIt() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        store.wipe();
        store.get(ports.upkeep().identify());
        assertThat(ask(task, "w", "n1")).as("nothing is known").isEqualTo(Start.ASKED);
        assertThat(messages()).isEmpty();
        applied(run.restore());
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.ASKED);
        grant(run);
        assertThat(take("v", 5, "o1")).as("the worker kept it").isEmpty();
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
    }

    @Test
    void whoMeetsTheTaskInAStoreThatWasRolledBackDoesNotGetIt() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        LiveState.Change old = run.restore();
        ask(task, "w", "n1");
        grant(run);
        store.wipe();
        store.get(ports.upkeep().identify());
        applied(old);
        Task again = takeOne("v", "o1");
        assertThat(ask(again, "v", "n2")).isEqualTo(Start.ASKED);
        Delivery asked = message();
        assertThat(run.tryDecide(asked.command())).isEmpty();
        applied(run.restore());
        store.get(ports.live().acknowledge(List.of(asked.receipt())));
        assertThat(ask(again, "v", "n2")).isEqualTo(Start.REFUSED);
        assertThat(beat("v", again)).isEqualTo(Beat.LOST);
        assertThat(beat("w", task)).isEqualTo(Beat.HELD);
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
    }

    @Test
    void aStartedTaskWhoseWorkerIsGoneEndsAsLostAfterItsLease() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        ask(task, "w", "n1", SHORT);
        grant(run);
        wipeAndRestore(run);
        assertThat(take("v", 5, "a")).hasSize(1);
        assertThat(reclaimed(10)).as("not before its lease is over").isZero();
        store.until(() -> reclaimed(10) == 1);
        Command.Complete lost = (Command.Complete) message().command();
        assertThat(lost.outcome()).isEqualTo(new Outcome.Lost());
        assertThat(lost.report().worker()).isEqualTo("w");
        assertThat(ask(task, "w", "n1")).as("its lease ran out").isEqualTo(Start.REFUSED);
    }

    @Test
    void aReportThatWasLostWithTheStoreLeavesALease() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        ask(task, "w", "n1", SHORT);
        grant(run);
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        Delivery report = message();
        applied(run.restore());
        assertThat(reclaimed(10)).isZero();
        store.get(ports.live().acknowledge(List.of(report.receipt())));
        applied(run.restore());
        store.until(() -> reclaimed(10) == 1);
    }

    @Test
    void aGrantThatComesTwiceDoesNoHarm() {
        Run run = begun();
        Task task = takeOne("w", "o1");
        ask(task, "w", "n1");
        Delivery asked = message();
        LiveState.Change grant = run.decide(asked.command(), asked.receipt());
        applied(grant);
        assertThat(apply(grant)).isEqualTo(Reply.STALE);
        applied(run.restore());
        assertThat(ask(task, "w", "n1")).isEqualTo(Start.GRANTED);
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(ask(task, "w", "n1")).as("it has reported").isEqualTo(Start.REFUSED);
    }
}

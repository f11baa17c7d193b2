package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.TaskQueue.Beat;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every task queue promises. */
public abstract class TaskQueueContract extends HotStoreContract {
    @Test
    void aTaskCarriesAllThatAWorkerNeeds() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        assertThat(task.execution()).isEqualTo(run.id());
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(task.dispatch()).isEqualTo(1);
        assertThat(task.handler()).isEqualTo("handler-a");
        assertThat(task.config()).contains("\"of\":\"a\"").contains("ü|\\n\\\"x\\\"");
        assertThat(task.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(task.simulation()).isEqualTo(new Simulation(42, true));
        assertThat(task.deferral()).isNull();
    }

    @Test
    void aDeferralComesBackWithTheNextDispatch() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        Outcome.Deferred wish =
                new Outcome.Deferred(store.now().plusMillis(60).truncatedTo(ChronoUnit.MILLIS), "a nap\0");
        store.get(ports.tasks().complete(task, wish, Report.NONE));
        var delivery = message();
        applied(run.decide(delivery.command(), delivery.receipt()));
        store.until(() -> {
            store.get(ports.upkeep().promote(10, Duration.ofSeconds(1)));
            return store.rest().get("messages") > 0;
        });
        var wake = message();
        applied(run.decide(wake.command(), wake.receipt()));
        Task again = takeOne("w", "a");
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.dispatch()).isEqualTo(2);
        Deferral deferral = again.deferral();
        assertThat(deferral).isNotNull();
        assertThat(deferral.until()).isAfterOrEqualTo(wish.until());
        assertThat(deferral.reason()).startsWith("a nap");
    }

    @Test
    void noMoreIsTakenThanThereAreSlots() {
        Run run = run(1, "a1", "a2", "a3", "b1", "b2", "b3");
        applied(run.trigger());
        assertThat(take("w", 2, "a", "b")).hasSize(2);
        assertThat(take("w", 3, "a", "b")).hasSize(3);
        assertThat(take("w", 3, "a", "b")).hasSize(1);
        assertThat(take("w", 3, "a", "b")).isEmpty();
    }

    @Test
    void noQueueStarves() {
        Run run = run(
                1,
                Stream.concat(
                                IntStream.range(0, 40).mapToObj(i -> "a" + i),
                                IntStream.range(0, 4).mapToObj(i -> "b" + i))
                        .toArray(String[]::new));
        applied(run.trigger());
        List<Task> taken = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            taken.addAll(take("w", 1, "a", "b"));
        }
        assertThat(nodes(taken).stream().filter(node -> node.startsWith("b"))).hasSize(4);
    }

    @Test
    void whoeverWaitsGetsWhatArrives() {
        Run run = run(1, "a");
        assertThat(take("w", 3, "a", "b")).isEmpty();
        CompletionStage<List<Task>> waiting = ports.tasks().take(demand("w", 3, LEASE, PATIENT, "a", "b"));
        applied(run.trigger());
        assertThat(nodes(store.get(waiting))).containsExactly("a");
    }

    @Test
    void patienceEnds() {
        take("w", 1, "a");
        assertThat(store.get(ports.tasks().take(demand("w", 3, LEASE, Duration.ofMillis(80), "a", "b"))))
                .isEmpty();
    }

    @Test
    void aWaitingWorkerFillsItsSlotsAndNoMore() {
        Run run = run(1, "a1", "a2", "a3", "b1", "b2");
        take("w", 1, "a", "b");
        CompletionStage<List<Task>> waiting = ports.tasks().take(demand("w", 1, LEASE, PATIENT, "a", "b"));
        applied(run.trigger());
        assertThat(store.get(waiting)).hasSize(1);
        assertThat(take("other", 9, "a", "b")).hasSize(4);
    }

    @Test
    void twoWorkersNeverGetTheSame() {
        Run run = run(1, IntStream.range(0, 50).mapToObj(i -> "a" + i).toArray(String[]::new));
        applied(run.trigger());
        List<CompletionStage<List<Task>>> takes = IntStream.range(0, 10)
                .mapToObj(i -> ports.tasks().take(demand("w" + i, 6, LEASE, AT_ONCE, "a")))
                .toList();
        List<Task> all = new ArrayList<>();
        takes.forEach(take -> all.addAll(store.get(take)));
        assertThat(nodes(all)).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void nothingStartsAfterACancel() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task running = takeOne("w", "a");
        applied(run.cancel());
        assertThat(take("w", 9, "a", "b")).isEmpty();
        assertThat(store.get(ports.tasks().beat("w", List.of(running.key()), LEASE)))
                .containsEntry(running.key(), Beat.CANCEL);
        store.get(ports.tasks().complete(running, Run.DONE, Report.NONE));
        CompletionQueue.Delivery late = message();
        assertThat(late.command()).isEqualTo(new Command.Complete(running.node(), 1, Run.DONE, Report.NONE));
        store.get(ports.live().acknowledge(List.of(late.receipt())));
        assertAtRest();
    }

    @Test
    void aBeatTellsANodeThatIsOverToStop() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task running = takeOne("w", "a");
        applied(run.complete("a", Run.DONE));
        assertThat(store.get(ports.tasks().beat("w", List.of(running.key()), LEASE)))
                .containsEntry(running.key(), Beat.CANCEL);
    }

    @Test
    void aBeatExtendsTheLease() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = take("w", 1, Duration.ofMillis(400), "a").get(0);
        assertThat(store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .containsEntry(task.key(), Beat.HELD);
        var started = store.now();
        store.until(() -> store.now().isAfter(started.plusMillis(500)));
        assertThat(reclaimed(10)).isZero();
    }

    @Test
    @Defect("A blind XCLAIM as heartbeat steals a task back")
    void onlyTheHolderBeats() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        assertThat(store.get(ports.tasks().beat("thief", List.of(task.key()), LEASE)))
                .containsEntry(task.key(), Beat.LOST);
        Task.Key later = new Task.Key(run.id(), task.node(), 2);
        assertThat(store.get(ports.tasks().beat("w", List.of(later), LEASE))).containsEntry(later, Beat.LOST);
    }

    @Test
    void aCompletionIsSentOnce() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        Report report = new Report(
                "w",
                store.now().truncatedTo(ChronoUnit.MICROS),
                store.now().plusMillis(1).truncatedTo(ChronoUnit.MICROS));
        store.get(ports.tasks().complete(task, Run.DONE, report));
        store.get(ports.tasks().complete(task, Run.FAILED, report));
        assertThat(message().command()).isEqualTo(new Command.Complete(task.node(), 1, Run.DONE, report));
        assertThat(store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .containsEntry(task.key(), Beat.LOST);
    }

    @Test
    void aTraceTravelsWithTheTaskAndWithItsCompletion() {
        TraceContext trigger = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        TraceContext span = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-1111111111111111-01");
        Run run = run(1, "a", "b<a");
        applied(run.triggerWith(trigger));
        Task task = takeOne("w", "a");
        assertThat(task.trace()).isEqualTo(trigger);
        store.get(ports.tasks().handBack("w", List.of(task)));
        Task again = takeOne("w", "a");
        assertThat(again.trace()).as("also after a hand-back").isEqualTo(trigger);
        store.get(ports.tasks().complete(again.under(span), Run.DONE, Report.NONE));
        CompletionQueue.Delivery message = message();
        assertThat(message.trace()).isEqualTo(span);
        applied(run.decide(message.command(), message.receipt()));
        assertThat(takeOne("w", "b").trace())
                .as("the trigger's, for every task")
                .isEqualTo(trigger);
    }

    @Test
    void aRebuiltStoreKnowsTheTrace() {
        TraceContext trigger = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Run run = run(1, "a");
        run.triggerWith(trigger);
        applied(run.restore());
        assertThat(takeOne("w", "a").trace()).isEqualTo(trigger);
    }

    @Test
    void allOutcomesArriveAsTheyWere() {
        Run run = run(1, "a1", "a2", "a3");
        applied(run.trigger());
        List<Outcome> outcomes = List.of(
                Run.DONE,
                new Outcome.Failed(
                        new dev.orchestrator.domain.execution.Failure(
                                dev.orchestrator.domain.definition.ErrorCategory.TIMEOUT, "HTTP_503", "ü\n\"'"),
                        Duration.ofMillis(1_500)),
                new Outcome.Deferred(store.now().truncatedTo(ChronoUnit.MICROS), "later"));
        List<Task> tasks = take("w", 3, "a");
        for (int i = 0; i < 3; i++) {
            store.get(ports.tasks().complete(tasks.get(i), outcomes.get(i), Report.NONE));
        }
        assertThat(messages().stream()
                        .map(delivery -> ((Command.Complete) delivery.command()).outcome())
                        .toList())
                .isEqualTo(outcomes);
    }

    @Test
    @Defect("A clock jump on the Redis host makes every idle time look expired")
    void aLateReportAfterALostLeaseIsTakenOnce() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = take("w", 1, Duration.ofMillis(20), "a").get(0);
        store.until(() -> reclaimed(10) == 1);
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(messages().stream()
                        .map(delivery -> ((Command.Complete) delivery.command()).outcome())
                        .toList())
                .as("the first in the lane wins")
                .containsExactly(new Outcome.Lost(), Run.DONE);
    }

    @Test
    void aReportOfAnEarlierDispatchIsLeftToTheDecider() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task first = takeOne("w", "a");
        applied(run.complete("a", Run.FAILED));
        store.get(ports.tasks().complete(first, Run.DONE, Report.NONE));
        assertThat(message().command()).isEqualTo(new Command.Complete(first.node(), 1, Run.DONE, Report.NONE));
        applied(run.decide(new Command.Wake(first.node(), 1)));
        store.get(ports.tasks().complete(first, Run.FAILED, Report.NONE));
        assertThat(message().command()).isEqualTo(new Command.Complete(first.node(), 1, Run.FAILED, Report.NONE));
        assertThat(takeOne("w", "a").dispatch())
                .as("the next dispatch is untouched")
                .isEqualTo(2);
    }

    @Test
    @Defect("XACK is not checked against the owner")
    void aHandedBackTaskGoesToAnother() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        store.get(ports.tasks().handBack("thief", List.of(task)));
        assertThat(take("other", 1, "a")).isEmpty();
        store.get(ports.tasks().handBack("w", List.of(task)));
        store.get(ports.tasks().handBack("w", List.of(task)));
        Task again = takeOne("other", "a");
        assertThat(again.key()).isEqualTo(task.key());
        assertThat(again.config()).isEqualTo(task.config());
        assertThat(again.simulation()).isEqualTo(task.simulation());
        assertThat(take("other", 1, "a")).isEmpty();
        assertThat(live(run, "a").worker()).isEqualTo("other");
    }

    @Test
    void workGoesOnWhileTheStoreIsRebuilt() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        Task other = takeOne("w", "b");
        store.wipe();
        store.get(ports.upkeep().identify());
        assertThat(store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .as("nothing is known of it")
                .containsEntry(task.key(), Beat.HELD);
        store.get(ports.tasks().complete(other, Run.DONE, Report.NONE));
        applied(run.restore());
        assertThat(store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .as("its worker keeps what was re-driven")
                .containsEntry(task.key(), Beat.HELD);
        assertThat(take("other", 9, "a")).isEmpty();
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(messages()).hasSize(2);
    }

    @Test
    void aWipedStoreFailsEveryCallUntilItIsIdentified() {
        Run run = run(1, "a");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        store.wipe();
        assertThatThrownBy(() -> take("w", 1, "a")).isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() -> store.get(ports.tasks().complete(task, Run.DONE, Report.NONE)))
                .isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() -> store.get(ports.tasks().beat("w", List.of(task.key()), LEASE)))
                .isInstanceOf(StoreWiped.class);
        assertThatThrownBy(() -> store.get(ports.tasks().handBack("w", List.of(task))))
                .isInstanceOf(StoreWiped.class);
        store.get(store.connect().upkeep().identify());
        store.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        assertThat(messages()).hasSize(1);
    }
}

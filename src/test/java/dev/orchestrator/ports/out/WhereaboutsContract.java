package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Alarm;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.domain.explanation.Place;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.Whereabouts.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What everybody promises who tells where open work is. */
public abstract class WhereaboutsContract extends HotStoreContract {
    private static final int MANY = 10_000;

    private Open find(Run run, int mostCounted, String... nodes) {
        return store.get(ports.whereabouts()
                .find(new Question(
                        run.id(), Arrays.stream(nodes).map(NodeId::new).toList(), mostCounted)));
    }

    private Place place(Run run, String node) {
        return find(run, MANY, node).places().get(new NodeId(node));
    }

    private Ahead ahead(Open open, String node) {
        return ((Place.InQueue) open.places().get(new NodeId(node))).ahead();
    }

    private static Alarm alarm(Open open, String node) {
        return open.alarms().get(new NodeId(node));
    }

    @Test
    void whatWaitsIsInItsQueueBehindOthers() {
        Run first = run(1, "a1", "a2", "b1");
        Run second = run(3, "a3", "b2");
        applied(first.trigger());
        applied(second.trigger());
        Place.InQueue last = (Place.InQueue) place(second, "a3");
        assertThat(last.dispatch()).isEqualTo(1);
        assertThat(last.queue()).isEqualTo(Run.queue("a"));
        assertThat(last.until()).isEqualTo(millis(queuedAt(second, "a3").plus(Duration.ofMinutes(15))));
        Open mine = find(first, MANY, "a1", "a2", "b1");
        assertThat(ahead(mine, "a1")).isEqualTo(new Ahead(0, true));
        assertThat(ahead(mine, "a2")).isEqualTo(new Ahead(1, true));
        assertThat(ahead(mine, "b1")).isEqualTo(new Ahead(0, true));
        assertThat(mine.places()).as("only what was asked for").hasSize(3);
        assertThat(mine.at())
                .isBetween(store.now().minusSeconds(60), store.now().plusSeconds(60));
    }

    @Test
    void countingHasItsBounds() {
        String[] nodes = new String[120];
        Arrays.setAll(nodes, i -> "a" + i);
        Run run = run(1, nodes);
        applied(run.trigger());
        List<Integer> places = new ArrayList<>();
        Open all = find(run, MANY, nodes);
        for (String node : nodes) {
            places.add(ahead(all, node).count());
            assertThat(ahead(all, node).exact()).isTrue();
        }
        assertThat(places).doesNotHaveDuplicates();
        assertThat(Collections.max(places)).isEqualTo(119);
        assertThat(ahead(find(run, 60, "a119"), "a119")).isEqualTo(new Ahead(60, false));
        assertThat(ahead(find(run, 60, "a119", "a3"), "a3")).isEqualTo(new Ahead(3, true));
    }

    @Test
    void whatAWorkerHoldsIsLeased() {
        Run run = run(1, "a");
        applied(run.trigger());
        Instant before = store.now();
        takeOne("w1", "a");
        Place.AtWorker held = (Place.AtWorker) place(run, "a");
        assertThat(held.worker()).isEqualTo("w1");
        assertThat(held.dispatch()).isEqualTo(1);
        assertThat(held.since()).isBetween(millis(before), store.now());
        assertThat(held.leaseUntil()).isEqualTo(held.since().plus(LEASE));
        assertThat(held.deadline()).isEqualTo(held.since().plusSeconds(60));
    }

    @Test
    void whatWasReportedWaitsToBeDecided() {
        Run run = run(1, "a");
        applied(run.trigger());
        Instant before = store.now();
        store.get(ports.tasks().complete(takeOne("w1", "a"), Run.DONE, Report.NONE));
        Place.Reported reported = (Place.Reported) place(run, "a");
        assertThat(reported.worker()).isEqualTo("w1");
        assertThat(reported.overdue()).isFalse();
        assertThat(reported.at()).isBetween(millis(before), store.now());
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        assertThat(place(run, "a")).as("a report that is gone is no place").isNull();
    }

    @Test
    void whatNobodyTookInTimeWaitsToBeDecided() {
        Run run = run(1, Run.workflow(OnFailure.CONTINUE, Duration.ofMillis(-1), "a"));
        applied(run.trigger());
        assertThat(reclaimed(9)).isOne();
        Place.Reported reported = (Place.Reported) place(run, "a");
        assertThat(reported.worker()).isNull();
        assertThat(reported.overdue()).isTrue();
    }

    @Test
    void timersAreSetAndFire() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        take("w", 2, "a", "b").forEach(task -> {
            store.get(ports.tasks().complete(task, Run.FAILED, Report.NONE));
        });
        List<Receipt> receipts = messages().stream().map(it -> it.receipt()).toList();
        Change failed = run.complete("a", Run.FAILED, receipts.toArray(Receipt[]::new));
        applied(failed);
        Instant due = ((Effect.SetTimer) failed.effects().get(0)).at();
        store.until(() -> {
            Alarm set = alarm(find(run, MANY, "a"), "a");
            assertThat(set.fence()).isEqualTo(1);
            assertThat(set.at()).isEqualTo(millis(due));
            store.get(ports.upkeep().promote(9, LEASE));
            return alarm(find(run, MANY, "a"), "a").firedAt() != null;
        });
        assertThat(alarm(find(run, MANY, "a"), "a").firedAt()).isBetween(millis(due), store.now());
        assertThat(alarm(find(run, MANY, "b"), "b")).isNull();
        store.get(ports.live().acknowledge(List.of(message().receipt())));
        assertThat(alarm(find(run, MANY, "a"), "a")).as("its message is gone").isNull();
    }

    @Test
    void theTimeoutOfTheExecutionIsATimer() {
        Run run = run(1, "a");
        applied(run.trigger());
        Alarm timeout = find(run, MANY).timeout();
        assertThat(timeout)
                .isEqualTo(new Alarm(1, millis(run.state().lifecycle().timeoutAt()), null));
    }

    @Test
    void whatIsNotThereHasNoPlace() {
        Run run = run(1, "a", "b<a");
        assertThat(find(run, MANY, "a", "b").places()).isEmpty();
        applied(run.trigger());
        assertThat(find(run, MANY, "b", "no-such-node").places()).isEmpty();
        applied(run.cancel());
        assertThat(find(run, MANY, "a").places()).isEmpty();
        assertThat(find(run, MANY, "a").timeout()).isNull();
    }

    @Test
    void aWipedStoreHasNothing() {
        Run run = run(1, "a");
        applied(run.trigger());
        store.wipe();
        assertThat(find(run, MANY, "a").places()).isEmpty();
        assertThat(find(run, MANY, "a").timeout()).isNull();
        store.get(ports.upkeep().identify());
        assertThat(find(run, MANY, "a").places()).isEmpty();
    }

    @Test
    void nobodyAsksForTooMuch() {
        String[] nodes = new String[Whereabouts.MOST_NODES + 1];
        Arrays.setAll(nodes, i -> "n" + i);
        assertThatThrownBy(() -> find(run(1, "a"), MANY, nodes)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Instant queuedAt(Run run, String node) {
        return run.state().node(new NodeId(node)).changedAt();
    }

    /** Stores keep milliseconds. */
    private static Instant millis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }
}

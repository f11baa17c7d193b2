package dev.orchestrator.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.TriggerRule;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Upstream;
import dev.orchestrator.domain.explanation.Fleet.Serving;
import dev.orchestrator.domain.explanation.Fleet.Worker;
import dev.orchestrator.domain.explanation.Reason.Dependency;
import dev.orchestrator.ports.out.Run;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every reason, found from a state that the decider made and from what is out of it. */
class ReasonsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = START.plusSeconds(100);
    private static final NodeId A = new NodeId("a");
    private static final Ahead NEXT = new Ahead(0, true);
    private static final Fleet FLEET =
            new Fleet(List.of(new Worker("w1", Set.of("q|a"), Set.of("handler-a"), 4, 3)), true);
    private static final Fleet DESERTED = new Fleet(List.of(), false);

    private Instant now = START;
    private final Run run = Run.of(1, Run.workflow("a", "b<a", "c<a,b"), () -> now);

    private static Run run(String... nodes) {
        return Run.of(1, Run.workflow(nodes), () -> START);
    }

    private static Reason reason(ExecutionState state, String node, Surroundings given) {
        return new Reasons(state, given).of(state.workflow().dag().indexOf(new NodeId(node)));
    }

    private static Surroundings given(Open open, Fleet fleet) {
        return new Surroundings(LATER, open, fleet, Set.of());
    }

    private static Open at(Place place) {
        return new Open(LATER, Map.of(A, place), Map.of(), null);
    }

    private static Open with(Alarm alarm) {
        return new Open(LATER, Map.of(), Map.of(A, alarm), null);
    }

    private static Open nothing(Instant at) {
        return new Open(at, Map.of(), Map.of(), null);
    }

    private Reason reasonOfA(Open open, Fleet fleet) {
        return reason(run.state(), "a", given(open, fleet));
    }

    @Test
    void aRootOfAnUntriggeredExecutionWaitsForTheTrigger() {
        Surroundings none = Surroundings.unknown(LATER);
        assertThat(reason(run.state(), "a", none)).isEqualTo(new Reason.NotTriggered(START));
        assertThat(reason(run.state(), "b", none)).isInstanceOf(Reason.WaitsForDependencies.class);
    }

    @Test
    void aNodeWaitsForDependenciesByTheirStates() {
        run.trigger();
        Surroundings given = new Surroundings(LATER, nothing(LATER), FLEET, Set.of(A));
        assertThat(reason(run.state(), "c", given))
                .isEqualTo(new Reason.WaitsForDependencies(
                        TriggerRule.ALL_SUCCESS,
                        new Upstream(2, 0, 0, 0),
                        List.of(
                                new Dependency(A, NodeState.RUNNING),
                                new Dependency(new NodeId("b"), NodeState.PENDING))));
        run.complete("a", Run.DONE);
        assertThat(reason(run.state(), "c", given(nothing(LATER), FLEET)))
                .isEqualTo(new Reason.WaitsForDependencies(
                        TriggerRule.ALL_SUCCESS,
                        new Upstream(1, 1, 0, 0),
                        List.of(new Dependency(new NodeId("b"), NodeState.QUEUED))));
    }

    @Test
    void ofManyDependenciesTheFirstAreNamed() {
        String[] nodes = IntStream.range(0, 51).mapToObj(i -> "n" + i).toArray(String[]::new);
        nodes[50] = "last<" + String.join(",", Arrays.copyOf(nodes, 50));
        Run wide = run(nodes);
        var reason = (Reason.WaitsForDependencies) reason(wide.state(), "last", Surroundings.unknown(LATER));
        assertThat(reason.upstream().waiting()).isEqualTo(50);
        assertThat(reason.open()).hasSize(20);
        assertThat(new Sentences(LATER).of(reason)).contains("'n19' (PENDING) and 30 more (trigger rule all_success)");
    }

    @Test
    void aNodeWaitsInAQueueThatWorkersServe() {
        run.trigger();
        Reason reason = reasonOfA(at(new Place.InQueue(1, "q|a", LATER.plusSeconds(9), new Ahead(12, true))), FLEET);
        assertThat(reason)
                .isEqualTo(new Reason.Queued(
                        "q|a", START, LATER.plusSeconds(9), new Ahead(12, true), new Serving(1, 4, 3)));
        assertThat(reason.since()).isEqualTo(START);
        assertThat(reason.until()).isEqualTo(LATER.plusSeconds(9));
    }

    @Test
    void nobodyServesTheQueue() {
        run.trigger();
        Fleet others = new Fleet(List.of(new Worker("w1", Set.of("q|b"), Set.of("handler-a"), 4, 3)), true);
        assertThat(reasonOfA(at(new Place.InQueue(1, "q|a", LATER, NEXT)), others))
                .isEqualTo(new Reason.NoWorker("q|a", START, LATER, NEXT));
    }

    @Test
    void whoServesTheQueueHasNoSuchHandler() {
        run.trigger();
        Place place = new Place.InQueue(1, "q|a", LATER, NEXT);
        Worker unable = new Worker("w1", Set.of("q|a"), Set.of("handler-b"), 4, 3);
        assertThat(reasonOfA(at(place), new Fleet(List.of(unable), true)))
                .isEqualTo(new Reason.NoHandler("q|a", "handler-a", START, LATER, NEXT));
        Worker silent = new Worker("w2", Set.of("q|a"), null, 1, 0);
        assertThat(reasonOfA(at(place), new Fleet(List.of(unable, silent), true)))
                .as("one that does not say may have it")
                .isEqualTo(new Reason.Queued("q|a", START, LATER, NEXT, new Serving(2, 5, 3)));
    }

    @Test
    void aWorkerHasIt() {
        run.trigger();
        Place place = new Place.AtWorker(1, "w1", START.plusSeconds(1), LATER.plusSeconds(1), LATER.plusSeconds(2));
        assertThat(reasonOfA(at(place), FLEET))
                .isEqualTo(new Reason.Leased(
                        "w1", true, START.plusSeconds(1), LATER.plusSeconds(1), LATER.plusSeconds(2)));
        assertThat(reasonOfA(at(place), DESERTED))
                .isEqualTo(new Reason.Leased(
                        "w1", false, START.plusSeconds(1), LATER.plusSeconds(1), LATER.plusSeconds(2)));
    }

    @Test
    void aReportWaitsToBeDecided() {
        run.trigger();
        assertThat(reasonOfA(at(new Place.Reported(1, "w1", false, START.plusSeconds(3))), FLEET))
                .isEqualTo(new Reason.Reported("w1", false, START.plusSeconds(3), true));
        assertThat(reasonOfA(at(new Place.Reported(1, null, true, START.plusSeconds(3))), DESERTED))
                .isEqualTo(new Reason.Reported(null, true, START.plusSeconds(3), false));
    }

    @Test
    void anAttemptFailedAndTheNextBacksOff() {
        run.trigger();
        run.complete("a", Run.FAILED);
        Failure failure = new Failure(ErrorCategory.RETRYABLE, "OOPS", "it went wrong");
        Reason expected = new Reason.BackingOff(START, START.plusMillis(30), 1, 2, failure);
        assertThat(reasonOfA(with(new Alarm(1, START.plusMillis(30), null)), FLEET))
                .isEqualTo(expected);
        assertThat(reason(run.state(), "a", Surroundings.unknown(LATER)))
                .as("the journal knows that alone")
                .isEqualTo(expected);
    }

    @Test
    void aHandlerAskedToBeCalledLater() {
        run.trigger();
        run.complete("a", new Outcome.Deferred(START.plusSeconds(500), "not before noon"));
        assertThat(reasonOfA(with(new Alarm(1, START.plusSeconds(500), null)), FLEET))
                .isEqualTo(new Reason.Deferred(START, START.plusSeconds(500), "not before noon"));
    }

    @Test
    void aBreakerKeepsItFromBeingCalled() {
        run.trigger();
        run.complete("a", new Outcome.Deferred(START.plusSeconds(60), "HTTP_503", "call/api.example.com"));
        Surroundings given = given(with(new Alarm(1, START.plusSeconds(60), null)), FLEET);
        assertThat(reason(run.state(), "a", given))
                .isEqualTo(
                        new Reason.BreakerOpen(START, START.plusSeconds(60), "call/api.example.com", "HTTP_503", null));
        Circuit circuit = new Circuit("open", LATER);
        assertThat(reason(run.state(), "a", given.with(Map.of("call/api.example.com", circuit))))
                .isEqualTo(new Reason.BreakerOpen(
                        START, START.plusSeconds(60), "call/api.example.com", "HTTP_503", circuit));
    }

    @Test
    void aTimerFiredAndWaitsToBeDecided() {
        run.trigger();
        run.complete("a", Run.FAILED);
        assertThat(reasonOfA(with(new Alarm(1, START.plusMillis(30), START.plusMillis(31))), FLEET))
                .isEqualTo(new Reason.TimerFired(START.plusMillis(31), true));
    }

    @Test
    void whatWasJustDecidedIsOnItsWay() {
        run.trigger();
        Surroundings soon = new Surroundings(START.plusSeconds(4), nothing(START), FLEET, Set.of());
        assertThat(reason(run.state(), "a", soon)).isEqualTo(new Reason.OnItsWay(START));
        assertThat(reasonOfA(at(new Place.InQueue(2, "q|a", LATER, NEXT)), FLEET))
                .as("a later dispatch is out: the state is about to show it")
                .isEqualTo(new Reason.OnItsWay(START));
    }

    @Test
    void whatIsNowhereIsLost() {
        run.trigger();
        assertThat(reasonOfA(nothing(LATER), FLEET)).isEqualTo(new Reason.Lost(START, true));
        assertThat(reasonOfA(nothing(LATER), DESERTED)).isEqualTo(new Reason.Lost(START, false));
        run.complete("a", Run.FAILED);
        assertThat(reasonOfA(nothing(LATER), FLEET))
                .as("a timer that is not set")
                .isEqualTo(new Reason.Lost(START, true));
        assertThat(reasonOfA(with(new Alarm(0, LATER, null)), FLEET))
                .as("a timer of an earlier dispatch")
                .isEqualTo(new Reason.Lost(START, true));
    }

    @Test
    void withoutTheHotStoreNobodyKnowsWhereItIs() {
        run.trigger();
        assertThat(reason(run.state(), "a", Surroundings.unknown(LATER))).isEqualTo(new Reason.Unknown("q|a", START));
    }

    @Test
    void anExecutionAsAWhole() {
        assertThat(standing(Surroundings.unknown(LATER)).code()).isEqualTo(Standing.Code.NOT_TRIGGERED);
        run.trigger();
        Standing running = standing(given(nothing(LATER), FLEET));
        assertThat(running.code()).isEqualTo(Standing.Code.RUNNING);
        assertThat(running.out()).isEqualTo(1);
        assertThat(running.waiting()).isEqualTo(2);
        assertThat(standing(given(nothing(LATER), DESERTED)).code()).isEqualTo(Standing.Code.NO_ORCHESTRATOR);
        assertThat(standing(timeout(1)).code()).isEqualTo(Standing.Code.TIMING_OUT);
        assertThat(standing(timeout(0)).code())
                .as("the timeout of an earlier run")
                .isEqualTo(Standing.Code.RUNNING);
        run.cancel();
        assertThat(standing(given(nothing(LATER), FLEET)).code()).isEqualTo(Standing.Code.ENDED);
    }

    private Standing standing(Surroundings given) {
        return Standing.of(run.state(), given);
    }

    private static Surroundings timeout(int fence) {
        return given(new Open(LATER, Map.of(), Map.of(), new Alarm(fence, START, LATER)), FLEET);
    }

    @Test
    void anExecutionThatANodeFailedNamesIt() {
        run.trigger();
        run.complete("a", new Outcome.Failed(new Failure(ErrorCategory.PERMANENT, "BAD", "no good."), null));
        Standing ended = standing(Surroundings.unknown(LATER));
        assertThat(ended.culprit().node()).isEqualTo(A);
        assertThat(new Sentences(LATER).of(ended))
                .isEqualTo("It ended FAILED at 2030-01-01T00:00:00Z: node 'a' failed with BAD, no good.");
    }

    @Test
    void anExecutionThatTimedOutBlamesNoNode() {
        run.trigger();
        now = Objects.requireNonNull(run.state().lifecycle().timeoutAt());
        run.decide(new Command.TimeOut(1));
        Standing ended = standing(Surroundings.unknown(LATER));
        assertThat(ended.culprit()).isNull();
        assertThat(new Sentences(LATER).of(ended)).isEqualTo("It ended FAILED at " + now + ": TIMED_OUT.");
    }
}

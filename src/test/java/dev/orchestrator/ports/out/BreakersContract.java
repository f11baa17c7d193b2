package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.ports.out.Breakers.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What circuit breakers that a fleet shares promise. */
public abstract class BreakersContract {
    private static final Rules LONG = new Rules(3, Duration.ofSeconds(20), 2);
    private static final Rules SHORT = new Rules(3, Duration.ofMillis(40), 2);
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final String NAME = "call_external_service/api.example.com:443";

    private HotStore store;
    private Breakers breakers;

    protected abstract HotStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
        breakers = store.connect().breakers();
    }

    @Test
    void aBreakerThatNobodyKnowsIsClosedAndLeavesNothing() {
        Answer.Go go = go(LONG);
        assertThat(go.counting()).isFalse();
        assertThat(go.ticket().probe()).isZero();
        assertThat(answered(LONG, go)).isEmpty();
        assertThat(store.get(breakers.list(LONG))).isEmpty();
    }

    @Test
    void itOpensAfterFailuresWithoutASuccessBetween() {
        assertThat(failed(LONG, go(LONG))).isEmpty();
        assertThat(failed(LONG, go(LONG))).isEmpty();
        Answer.Go third = go(LONG);
        assertThat(third.counting()).isTrue();
        assertThat(answered(LONG, third)).isEmpty();
        assertThat(store.get(breakers.list(LONG))).isEmpty();
        assertThat(failed(LONG, go(LONG))).isEmpty();
        assertThat(failed(LONG, go(LONG))).isEmpty();
        assertThat(shown(LONG).state()).isEqualTo(State.CLOSED);
        assertThat(shown(LONG).failures()).isEqualTo(2);
        Instant before = store.now().minusMillis(5);
        assertThat(failed(LONG, go(LONG))).contains(State.OPEN);
        Breaker open = shown(LONG);
        assertThat(open.state()).isEqualTo(State.OPEN);
        assertThat(open.failures()).isEqualTo(3);
        assertThat(open.reason()).isEqualTo("HTTP_503");
        assertThat(open.openedAt()).isAfterOrEqualTo(before);
        assertThat(open.nextProbeAt()).isEqualTo(open.openedAt().plus(LONG.recovery()));
        assertThat(open.handler()).isEqualTo("call_external_service");
        assertThat(open.dependency()).isEqualTo("api.example.com:443");
    }

    @Test
    void whatNobodyKnowsCountsForNothing() {
        for (int i = 0; i < 5; i++) {
            Answer.Go go = go(LONG);
            assertThat(report(LONG, go.ticket(), Result.UNKNOWN)).isEmpty();
        }
        assertThat(store.get(breakers.list(LONG))).isEmpty();
    }

    @Test
    void whileItIsOpenEachIsGivenATimeOfItsOwn() {
        trip(LONG);
        Instant end = shown(LONG).nextProbeAt();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Answer.Stay stay = stay(LONG);
            assertThat(stay.state()).isEqualTo(State.OPEN);
            assertThat(stay.failures()).isEqualTo(3);
            assertThat(stay.reason()).isEqualTo("HTTP_503");
            waits.add(Duration.between(end, stay.until()).toMillis());
        }
        assertThat(waits).containsExactly(0L, 500L, 1_000L, 1_500L, 2_000L, 2_250L, 2_500L, 2_750L, 3_000L);
        assertThat(shown(LONG).deferred()).isEqualTo(9);
    }

    @Test
    void halfOpenLetsTheProbesThroughAndClosesWhenAllGoWell() {
        trip(SHORT);
        Answer.Go first = awaitProbe(SHORT);
        assertThat(first.entered()).isEqualTo(State.HALF_OPEN);
        Answer.Go second = go(SHORT);
        assertThat(second.entered()).isNull();
        assertThat(second.ticket().probe()).isNotEqualTo(first.ticket().probe());
        Answer.Stay third = stay(SHORT);
        assertThat(third.state()).isEqualTo(State.HALF_OPEN);
        assertThat(third.until()).isAfter(store.now());
        assertThat(answered(SHORT, first)).isEmpty();
        assertThat(shown(SHORT).state()).isEqualTo(State.HALF_OPEN);
        assertThat(answered(SHORT, second)).contains(State.CLOSED);
        assertThat(shown(SHORT).state()).isEqualTo(State.CLOSING);
        assertThat(shown(SHORT).failures()).isZero();
        assertThat(shown(SHORT).nextProbeAt()).isNull();
    }

    @Test
    void aProbeThatFailsOpensItAgain() {
        trip(SHORT);
        Answer.Go first = awaitProbe(SHORT);
        Answer.Go second = go(SHORT);
        assertThat(answered(SHORT, first)).isEmpty();
        long deferred = shown(SHORT).deferred();
        assertThat(report(LONG, second.ticket(), Result.failed("HTTP_500"))).contains(State.OPEN);
        Breaker again = shown(LONG);
        assertThat(again.state()).isEqualTo(State.OPEN);
        assertThat(again.failures()).isEqualTo(4);
        assertThat(again.reason()).isEqualTo("HTTP_500");
        assertThat(again.deferred()).as("since it opened first").isEqualTo(deferred);
        stay(LONG);
    }

    @Test
    void aProbeOfWhichNothingIsKnownGivesItsPlaceBack() {
        trip(SHORT);
        Answer.Go first = awaitProbe(SHORT);
        go(SHORT);
        stay(SHORT);
        assertThat(report(SHORT, first.ticket(), Result.UNKNOWN)).isEmpty();
        assertThat(go(SHORT).ticket().probe()).isPositive();
        stay(SHORT);
    }

    @Test
    void aProbeWhoseWorkerDiedGivesItsPlaceBackAfterABound() {
        trip(SHORT);
        store.until(() -> ask(SHORT, Duration.ofSeconds(1)) instanceof Answer.Go);
        store.until(() -> ask(SHORT, LIFE) instanceof Answer.Go);
        stay(SHORT);
        store.until(() -> ask(SHORT, LIFE) instanceof Answer.Go);
        stay(SHORT);
    }

    @Test
    void aProbeThatWasSlowerThanItsPlaceLastsCountsAllTheSame() {
        trip(SHORT);
        Answer.Go slow = awaitProbe(SHORT, Duration.ofMillis(20));
        Answer.Go other = go(SHORT);
        store.until(() -> ask(SHORT, LIFE) instanceof Answer.Go);
        assertThat(answered(SHORT, slow)).isEmpty();
        assertThat(answered(SHORT, other)).contains(State.CLOSED);
    }

    @Test
    void whatWasAskedBeforeThePresentStateCountsForNothing() {
        List<Answer.Go> early = List.of(go(SHORT), go(SHORT), go(SHORT), go(SHORT), go(SHORT));
        trip(SHORT);
        assertThat(failed(SHORT, early.get(0))).isEmpty();
        assertThat(answered(SHORT, early.get(1))).isEmpty();
        assertThat(shown(SHORT).failures()).isEqualTo(3);
        Answer.Go first = awaitProbe(SHORT);
        assertThat(answered(SHORT, early.get(2))).isEmpty();
        assertThat(failed(SHORT, early.get(3))).isEmpty();
        assertThat(shown(SHORT).state()).isEqualTo(State.HALF_OPEN);
        answered(SHORT, first);
        assertThat(answered(SHORT, go(SHORT))).contains(State.CLOSED);
        assertThat(failed(SHORT, early.get(4))).isEmpty();
        assertThat(failed(SHORT, first)).isEmpty();
        assertThat(shown(SHORT).failures()).isZero();
    }

    @Test
    void afterTheClosingCallsPassOnARamp() {
        trip(SHORT);
        Answer.Go first = awaitProbe(SHORT);
        Answer.Go second = go(SHORT);
        answered(SHORT, first);
        answered(SHORT, second);
        Instant closed = store.now();
        assertThat(ask(SHORT, LIFE)).isInstanceOf(Answer.Go.class);
        Answer.Stay next = awaitStay();
        assertThat(next.state()).isEqualTo(State.CLOSING);
        assertThat(next.until()).isAfter(closed);
        assertThat(awaitStay().until()).isAfter(next.until());
        store.until(() -> store.now().isAfter(next.until().plusMillis(1)));
        assertThat(ask(SHORT, LIFE)).isInstanceOf(Answer.Go.class);
    }

    /** However slow the test is: it asks faster than places come. */
    private Answer.Stay awaitStay() {
        List<Answer> last = new ArrayList<>();
        store.until(() -> {
            last.add(ask(SHORT, LIFE));
            return last.get(last.size() - 1) instanceof Answer.Stay;
        });
        return (Answer.Stay) last.get(last.size() - 1);
    }

    @Test
    void somebodyMayCloseIt() {
        assertThat(store.get(breakers.close(NAME))).isFalse();
        trip(LONG);
        stay(LONG);
        assertThat(store.get(breakers.close(NAME))).isTrue();
        assertThat(shown(LONG).state()).isEqualTo(State.CLOSING);
        assertThat(ask(LONG, LIFE)).isInstanceOf(Answer.Go.class);
        failed(LONG, go2());
        assertThat(store.get(breakers.close(NAME))).isTrue();
        assertThat(shown(LONG).failures()).isZero();
    }

    /** The ramp lets the second through half a second later. */
    private Answer.Go go2() {
        store.until(() -> ask(LONG, LIFE) instanceof Answer.Go);
        store.until(() -> ask(LONG, LIFE) instanceof Answer.Go);
        return new Answer.Go(new Ticket(Long.MAX_VALUE >> 12, 0), false, null);
    }

    @Test
    void breakersDoNotKnowOfEachOther() {
        trip(LONG);
        Answer other = store.get(breakers.ask("call_llm/api.example.com:443", LONG, LIFE));
        assertThat(other).isInstanceOf(Answer.Go.class);
    }

    @Test
    void allProcessesAskTheSame() {
        trip(LONG);
        Answer other = store.get(store.connect().breakers().ask(NAME, LONG, LIFE));
        assertThat(other).isInstanceOf(Answer.Stay.class);
    }

    @Test
    void anEmptiedStoreMeansClosed() {
        trip(LONG);
        store.wipe();
        go(LONG);
        assertThat(store.get(breakers.list(LONG))).isEmpty();
    }

    @Test
    void theirNumberIsBoundedAndThoseThatAreOpenStayLongest() {
        trip(LONG);
        for (int i = 0; i < 1_100; i++) {
            store.get(breakers.report("h/host-" + i, LONG, new Ticket(1, 0), Result.failed("X")));
        }
        List<Breaker> all = store.get(breakers.list(LONG));
        assertThat(all).hasSize(1_000).extracting(Breaker::name).contains(NAME, "h/host-1099");
        assertThat(all).extracting(Breaker::name).doesNotContain("h/host-0");
    }

    private void trip(Rules rules) {
        Optional<State> entered = Optional.empty();
        for (int i = 0; i < rules.failures(); i++) {
            entered = failed(rules, go(rules));
        }
        assertThat(entered).contains(State.OPEN);
    }

    private Answer.Go awaitProbe(Rules rules) {
        return awaitProbe(rules, LIFE);
    }

    private Answer.Go awaitProbe(Rules rules, Duration life) {
        List<Answer> last = new ArrayList<>();
        store.until(() -> {
            last.add(ask(rules, life));
            return last.get(last.size() - 1) instanceof Answer.Go;
        });
        return (Answer.Go) last.get(last.size() - 1);
    }

    private Answer ask(Rules rules, Duration life) {
        return store.get(breakers.ask(NAME, rules, life));
    }

    private Answer.Go go(Rules rules) {
        Answer answer = ask(rules, LIFE);
        assertThat(answer).isInstanceOf(Answer.Go.class);
        return (Answer.Go) answer;
    }

    private Answer.Stay stay(Rules rules) {
        Answer answer = ask(rules, LIFE);
        assertThat(answer).isInstanceOf(Answer.Stay.class);
        return (Answer.Stay) answer;
    }

    private Optional<State> failed(Rules rules, Answer.Go go) {
        return report(rules, go.ticket(), Result.failed("HTTP_503"));
    }

    private Optional<State> answered(Rules rules, Answer.Go go) {
        return report(rules, go.ticket(), Result.ANSWERED);
    }

    private Optional<State> report(Rules rules, Ticket ticket, Result result) {
        return store.get(breakers.report(NAME, rules, ticket, result));
    }

    private Breaker shown(Rules rules) {
        List<Breaker> all = store.get(breakers.list(rules));
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}

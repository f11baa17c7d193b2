package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.Deferral;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker asks the breakers, and what it tells them. */
class BreakerGateTest {
    private static final Rules RULES = new Rules(3, Duration.ofSeconds(60), 2);
    private static final String HOST = "api.example.com:443";
    private static final String NAME = "dependent/" + HOST;
    private static final TaskResult DOWN = TaskResult.retryable("HTTP_503", "down");
    private static final TaskResult UP = TaskResult.done(Map.of());

    private final Dependent handler = new Dependent();
    private final Bench bench = new Bench().with(handler).guardedBy(RULES);
    private final Puppet puppet = handler.puppet;

    @Test
    void anOpenBreakerDefersWithoutCallingTheHandler() {
        bench.worker(10);
        open();
        trigger(2);
        assertThat(puppet.calls).hasSize(3);
        Instant until = bench.loop.now().plus(RULES.recovery());
        String reason = "The circuit breaker is open after 3 failures, the last of them HTTP_503";
        assertThat(bench.outcomes())
                .containsExactlyInAnyOrder(
                        new Outcome.Deferred(until, reason, NAME),
                        new Outcome.Deferred(until.plusMillis(500), reason, NAME));
        assertThat(bench.breakerNews).containsExactly("dependent OPEN", "dependent deferred", "dependent deferred");
    }

    @Test
    void theHandlerSeesItsOwnDeferralBehindThoseOfTheBreaker() {
        bench.worker(10);
        trigger(1);
        Instant wish = bench.loop.now().plusSeconds(5);
        puppet.end(0, TaskResult.deferred(wish, "not yet"));
        bench.outcomes();
        bench.decide(bench.completions.get(0));
        tripBehindTheWorker();
        bench.decide(new Command.Wake(new NodeId("n0"), 1));
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Deferred.class);
        bench.decide(bench.completions.get(0));
        bench.loop.advance(RULES.recovery());
        bench.decide(new Command.Wake(new NodeId("n0"), 2));
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).hasSize(2);
        assertThat(puppet.calls.get(1).deferral()).contains(new Deferral(wish, "not yet"));
        assertThat(puppet.calls.get(1).dispatch()).isEqualTo(3);
        assertThat(puppet.calls.get(1).attempt()).isEqualTo(1);
    }

    @Test
    void aBreakersDeferralAloneIsNoneOfTheHandlers() {
        bench.worker(10);
        tripBehindTheWorker();
        trigger(1);
        bench.outcomes();
        bench.decide(bench.completions.get(0));
        bench.loop.advance(RULES.recovery());
        bench.decide(new Command.Wake(new NodeId("n0"), 1));
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).singleElement().satisfies(task -> assertThat(task.deferral())
                .isEmpty());
    }

    @Test
    void probesThatGoWellCloseIt() {
        bench.worker(10);
        open();
        bench.loop.advance(RULES.recovery());
        trigger(3);
        assertThat(puppet.calls).hasSize(5);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Deferred.class);
        puppet.end(3, UP);
        bench.loop.runUntilIdle();
        assertThat(shown().state()).isEqualTo(State.HALF_OPEN);
        puppet.end(4, TaskResult.permanent("HTTP_404", "the service answers"));
        bench.loop.runUntilIdle();
        assertThat(shown().state()).isEqualTo(State.CLOSING);
        assertThat(bench.breakerNews)
                .containsExactly("dependent OPEN", "dependent HALF_OPEN", "dependent deferred", "dependent CLOSED");
    }

    @Test
    void aProbeThatFailsOpensItAgain() {
        bench.worker(10);
        open();
        bench.loop.advance(RULES.recovery());
        trigger(1);
        puppet.end(3, DOWN);
        bench.loop.runUntilIdle();
        assertThat(shown().state()).isEqualTo(State.OPEN);
        assertThat(shown().failures()).isEqualTo(4);
    }

    @Test
    void aTimeOutIsAFailureAndACancelIsNothing() {
        bench.worker(10);
        trigger(2);
        bench.decide(new Command.Cancel("enough"));
        bench.loop.advance(Bench.LEASE);
        assertThat(bench.await(bench.ports.breakers().list(RULES))).isEmpty();
        trigger(2);
        bench.loop.advance(Bench.NODE_TIMEOUT);
        assertThat(shown().failures()).isEqualTo(2);
        assertThat(shown().reason()).isEqualTo("TIMEOUT");
    }

    @Test
    void permanentErrorsAndDeferralsAreNoFailures() {
        bench.worker(10);
        trigger(6);
        for (int call = 0; call < 3; call++) {
            puppet.end(call, TaskResult.permanent("HTTP_404", "no"));
            puppet.end(call + 3, TaskResult.deferred(bench.loop.now(), "later"));
        }
        bench.loop.runUntilIdle();
        assertThat(bench.await(bench.ports.breakers().list(RULES))).isEmpty();
    }

    @Test
    void aSuccessBetweenForgivesEvenWhenItWasAskedBeforeTheFailures() {
        bench.worker(10);
        trigger(7);
        for (int call = 0; call < 6; call += 3) {
            puppet.end(call, DOWN);
            puppet.end(call + 1, DOWN);
            puppet.end(call + 2, UP);
            bench.loop.runUntilIdle();
        }
        assertThat(bench.await(bench.ports.breakers().list(RULES))).isEmpty();
    }

    @Test
    void aCancelledProbeGivesItsPlaceBack() {
        bench.worker(10);
        open();
        bench.loop.advance(RULES.recovery());
        trigger(2);
        assertThat(puppet.calls).hasSize(5);
        bench.decide(new Command.Cancel("enough"));
        bench.loop.advance(Bench.LEASE);
        trigger(2);
        assertThat(puppet.calls).hasSize(7);
        assertThat(shown().state()).isEqualTo(State.HALF_OPEN);
    }

    /** Drained between the question and its answer. */
    @Test
    void aTaskThatIsHandedBackWhileItIsAskedForLeaksNoProbe() {
        open(bench.worker(10));
        bench.loop.advance(RULES.recovery());
        Worker worker = bench.worker(10);
        List<Runnable> asked = new ArrayList<>();
        bench.redis.delayBreakers(asked::add);
        trigger(2);
        assertThat(asked).hasSize(2);
        worker.drain(Duration.ofSeconds(20));
        bench.loop.runUntilIdle();
        bench.redis.delayBreakers(null);
        asked.forEach(Runnable::run);
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).hasSize(3);
        for (int i = 0; i < RULES.probes(); i++) {
            assertThat(bench.await(bench.ports.breakers().ask(NAME, RULES, Duration.ofSeconds(9))))
                    .isInstanceOf(Answer.Go.class);
        }
    }

    @Test
    void whileTheStoreIsAwayCallsAreMade() {
        bench.worker(10);
        trigger(1, Map.of("host", HOST), true);
        assertThat(puppet.calls).hasSize(1);
        puppet.end(0, DOWN);
        assertThat(bench.outcomes()).singleElement().isInstanceOf(Outcome.Failed.class);
    }

    /** A store that hangs answers neither way. */
    @Test
    void aStoreThatDoesNotAnswerIsNotWaitedFor() {
        bench.worker(10);
        List<Runnable> asked = new ArrayList<>();
        bench.redis.delayBreakers(asked::add);
        trigger(1);
        assertThat(puppet.calls).isEmpty();
        bench.loop.advance(Duration.ofSeconds(1));
        assertThat(puppet.calls).hasSize(1);
        puppet.end(0, UP);
        assertThat(bench.outcomes()).hasSize(1);
        bench.redis.delayBreakers(null);
        asked.forEach(Runnable::run);
        bench.loop.runUntilIdle();
        assertThat(puppet.calls).hasSize(1);
    }

    @Test
    void aBlockingHandlerThatNeverGotAThreadTellsNothingOfItsService() {
        Blocking blocking = new Blocking();
        Bench other = new Bench().with(blocking).guardedBy(RULES);
        List<Runnable> waiting = new ArrayList<>();
        other.worker(10, waiting::add);
        other.trigger(3, "blocking");
        other.loop.advance(Bench.NODE_TIMEOUT);
        assertThat(other.outcomes()).hasSize(3);
        assertThat(other.await(other.ports.breakers().list(RULES))).isEmpty();
    }

    @Test
    void handlersThatDependOnNothingMeetNoBreaker() {
        bench.worker(10);
        open();
        trigger(1, Map.of(), false);
        assertThat(puppet.calls).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "", "a b", "a}b", "ä.example.com"})
    void aNameOfAnotherFormMeansNoBreaker(String host) {
        bench.worker(10);
        for (int i = 0; i < 4; i++) {
            trigger(1, Map.of("host", host), false);
            puppet.end(i, DOWN);
            bench.loop.runUntilIdle();
        }
        assertThat(bench.await(bench.ports.breakers().list(RULES))).isEmpty();
        assertThat(puppet.calls).hasSize(4);
    }

    @Test
    void aServiceThatIsWellCostsOneQuestionAndNoReport() {
        Counted counted = new Counted(bench.ports.breakers());
        bench.guardedBy(RULES, counted).worker(10);
        trigger(4);
        for (int call = 0; call < 3; call++) {
            puppet.end(call, UP);
        }
        bench.loop.runUntilIdle();
        assertThat(counted.asked).isEqualTo(4);
        assertThat(counted.reported).isZero();
        puppet.end(3, DOWN);
        bench.loop.runUntilIdle();
        trigger(2);
        puppet.end(4, UP);
        puppet.end(5, UP);
        bench.loop.runUntilIdle();
        assertThat(counted.asked).isEqualTo(6);
        assertThat(counted.reported)
                .as("the failure, and one success that forgives it")
                .isEqualTo(2);
    }

    /** The name of a breaker is shown to everybody. */
    @Test
    void aHostThatHoldsASecretHasNoBreaker() {
        bench.knowing(Map.of("TENANT", "hunter2-corp")).worker(10);
        for (int i = 0; i < 4; i++) {
            trigger(1, Map.of("host", "{{ secrets.TENANT }}.example.com"), false);
            assertThat(puppet.calls.get(i).config()).containsEntry("host", "hunter2-corp.example.com");
            puppet.end(i, DOWN);
            bench.loop.runUntilIdle();
        }
        assertThat(bench.await(bench.ports.breakers().list(RULES))).isEmpty();
    }

    private void open() {
        trigger(3);
        for (int call = 0; call < 3; call++) {
            puppet.end(call, DOWN);
        }
        bench.outcomes();
        assertThat(shown().state()).isEqualTo(State.OPEN);
    }

    private void open(Worker worker) {
        open();
        worker.drain(Duration.ZERO);
        bench.loop.advance(Duration.ofSeconds(5));
    }

    /** Another worker's failures. */
    private void tripBehindTheWorker() {
        for (int i = 0; i < RULES.failures(); i++) {
            Answer answer = bench.await(bench.ports.breakers().ask(NAME, RULES, Duration.ofSeconds(9)));
            bench.await(bench.ports
                    .breakers()
                    .report(NAME, RULES, ((Answer.Go) answer).ticket(), Result.failed("HTTP_503")));
        }
        assertThat(shown().state()).isEqualTo(State.OPEN);
    }

    private Breaker shown() {
        return bench.await(bench.ports.breakers().list(RULES)).get(0);
    }

    private void trigger(int nodes) {
        bench.trigger(nodes, "dependent", "dependent", Map.of("host", HOST));
        bench.loop.runUntilIdle();
    }

    private void trigger(int nodes, Map<String, Object> config, boolean breakersAway) {
        bench.redis.delayBreakers(
                breakersAway
                        ? call -> {
                            throw new IllegalStateException("away");
                        }
                        : null);
        bench.trigger(nodes, "dependent", "dependent", config);
        bench.loop.runUntilIdle();
    }

    /** Counts how often the store is asked. */
    private static final class Counted implements Breakers {
        private final Breakers breakers;
        private int asked;
        private int reported;

        Counted(Breakers breakers) {
            this.breakers = breakers;
        }

        @Override
        public CompletionStage<Answer> ask(String name, Rules rules, Duration probeLife) {
            asked++;
            return breakers.ask(name, rules, probeLife);
        }

        @Override
        public CompletionStage<Optional<State>> report(String name, Rules rules, Ticket ticket, Result result) {
            reported++;
            return breakers.report(name, rules, ticket, result);
        }

        @Override
        public CompletionStage<List<Breaker>> list(Rules rules) {
            return breakers.list(rules);
        }

        @Override
        public CompletionStage<Boolean> close(String name) {
            return breakers.close(name);
        }
    }

    private static final class Blocking implements BlockingTaskHandler {
        @Override
        public String name() {
            return "blocking";
        }

        @Override
        public Optional<String> dependsOn(TaskContext task) {
            return Optional.of(HOST);
        }

        @Override
        public TaskResult runBlocking(TaskContext task) {
            return UP;
        }
    }
}

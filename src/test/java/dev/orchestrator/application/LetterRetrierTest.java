package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.RetryManyLetters.Wish;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterRetries.Job;
import dev.orchestrator.ports.out.LetterRetries.Status;
import dev.orchestrator.ports.out.LetterRetries.Tally;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Retries of many letters, carried out by two processes of which one may die. */
class LetterRetrierTest {
    private static final Object ONE = with(definition(node("a")), "name", "one");
    private static final Object OTHER = with(definition(node("a")), "name", "other");
    private static final int LETTERS = 30;

    private final SimulatedCluster cluster = new SimulatedCluster(1).latency(Duration.ofMillis(5));
    private final SimulatedProcess one = cluster.whole("one");
    private final SimulatedProcess two = cluster.whole("two");

    @Test
    void eachLetterIsRetriedOnceAndAtTheRate() {
        fail(LETTERS, LETTERS, ONE);
        Job job = start(LetterCriteria.OPEN, 100, 4);
        Job done = await(job);
        assertThat(done.tally()).isEqualTo(new Tally(LETTERS, 0, 0));
        assertThat(done.order().matched()).isEqualTo(LETTERS);
        cluster.comesToRest();
        assertThat(cluster.store.openDeadLetters()).isEmpty();
        List<Instant> times = revivals();
        assertThat(times).hasSize(LETTERS);
        for (int i = 4; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 4), times.get(i)))
                    .as("a fifth within the second of a step")
                    .isGreaterThan(Duration.ofMillis(900));
        }
    }

    @Test
    void whatFailsAgainIsNotTakenUpAgain() {
        fail(LETTERS, Integer.MAX_VALUE, ONE);
        Job done = await(start(LetterCriteria.OPEN, 1_000, 50));
        cluster.comesToRest();
        assertThat(done.tally().retried()).isEqualTo(LETTERS);
        assertThat(cluster.started).hasSize(2 * LETTERS);
        assertThat(cluster.store.openDeadLetters()).hasSize(LETTERS);
    }

    @Test
    void onlyWhatMatchesIsTakenUpAndAtMostSoMany() {
        fail(LETTERS, 2 * LETTERS, ONE);
        fail(LETTERS, 2 * LETTERS, OTHER);
        LetterCriteria other = LetterCriteria.OPEN.with(new LetterCriteria.Where("other", null, null, null));
        assertThat(cluster.answer(one.manyLetters.count(other)).value()).isEqualTo(LETTERS);
        Job done = await(start(other, 7, 5));
        assertThat(done.tally().retried()).isEqualTo(7);
        cluster.comesToRest();
        assertThat(cluster.answer(one.letters.list(other, null, 100)).letters()).hasSize(LETTERS - 7);
        assertThat(cluster.store.openDeadLetters()).hasSize(2 * LETTERS - 7);
    }

    /** One dies after each number of steps, in the middle of a step of the retry: the other goes on. */
    @Test
    void aCrashLosesAndDoublesNothing() {
        for (int steps = 0; steps < 60; steps += 4) {
            LetterRetrierTest fresh = new LetterRetrierTest();
            fresh.fail(LETTERS, LETTERS, ONE);
            fresh.crashes(steps);
        }
    }

    private void crashes(int steps) {
        one.retriesLetters();
        cluster.loop.advance(Duration.ofMillis(10));
        Job job = cluster.answer(two.manyLetters.start(new Wish(LetterCriteria.OPEN, 100, 5, "ops")));
        cluster.loop.advance(Duration.ofMillis(1_500));
        one.crashAfter(steps);
        cluster.loop.advance(Duration.ofMillis(1_000));
        one.crashAfter(0);
        two.retriesLetters();
        Job done = await(job);
        cluster.comesToRest();
        assertThat(cluster.store.openDeadLetters()).isEmpty();
        assertThat(revivals()).hasSize(LETTERS);
        assertThat(done.tally().retried()).isBetween(LETTERS - 5, LETTERS);
    }

    @Test
    void aStopLeavesTheRestOpen() {
        fail(LETTERS, LETTERS, ONE);
        Job job = start(LetterCriteria.OPEN, 100, 5);
        cluster.until("some were retried", () -> now(job).tally().retried() >= 10);
        assertThat(cluster.answer(one.manyLetters.stop(job.id())).orElseThrow().status())
                .isEqualTo(Status.STOPPED);
        cluster.comesToRest();
        Job stopped = now(job);
        assertThat(stopped.status()).isEqualTo(Status.STOPPED);
        assertThat(cluster.store.openDeadLetters())
                .hasSize(LETTERS - stopped.tally().retried());
        assertThat(cluster.store.openDeadLetters()).isNotEmpty();
    }

    @Test
    void anOutageIsWaitedOutAndNothingIsPassedOver() {
        fail(LETTERS, LETTERS, ONE);
        Job job = start(LetterCriteria.OPEN, 100, 5);
        cluster.until("some were retried", () -> now(job).tally().retried() >= 5);
        cluster.redis.stop();
        cluster.loop.advance(Duration.ofSeconds(20));
        cluster.redis.start();
        assertThat(await(job).tally().failed()).isZero();
        cluster.comesToRest();
        assertThat(cluster.store.openDeadLetters()).isEmpty();
    }

    @Test
    void whereNothingMatchesItIsDoneAtOnce() {
        assertThat(await(start(LetterCriteria.OPEN, 10, 1)).tally()).isEqualTo(Tally.NONE);
        assertThat(cluster.answer(one.manyLetters.find(UUID.randomUUID()))).isEmpty();
    }

    private Job start(LetterCriteria criteria, int most, double perSecond) {
        one.retriesLetters();
        two.retriesLetters();
        return cluster.answer(two.manyLetters.start(new Wish(criteria, most, perSecond, "ops")));
    }

    private Job await(Job job) {
        cluster.until("the retry ends", () -> now(job).status() != Status.RUNNING);
        return now(job);
    }

    private Job now(Job job) {
        return cluster.answer(two.manyLetters.find(job.id())).orElseThrow();
    }

    /** So many executions whose only node fails for good, in the first so many starts. */
    private void fail(int executions, int failing, Object definition) {
        int before = cluster.store.openDeadLetters().size();
        Function<Task, Plan> well = Behaviour.succeeding(cluster.random, Duration.ofMillis(10));
        if (before == 0) {
            cluster.worker("w", task -> cluster.started.size() <= failing ? Behaviour.failing() : well.apply(task));
        }
        for (int i = 0; i < executions; i++) {
            cluster.submit(two, definition);
        }
        cluster.until("all failed", () -> cluster.store.openDeadLetters().size() == before + executions);
    }

    /** When nodes were revived, over all executions. */
    private List<Instant> revivals() {
        List<Instant> times = new ArrayList<>();
        for (ExecutionId id : cluster.store.versions().keySet()) {
            for (Entry entry : cluster.store.entries(id, 0)) {
                entry.events().stream()
                        .filter(Event.NodeRevived.class::isInstance)
                        .forEach(event -> times.add(entry.at()));
            }
        }
        return times.stream().sorted().toList();
    }
}

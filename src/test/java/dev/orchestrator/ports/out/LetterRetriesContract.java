package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.LetterRetries.Job;
import dev.orchestrator.ports.out.LetterRetries.Order;
import dev.orchestrator.ports.out.LetterRetries.Status;
import dev.orchestrator.ports.out.LetterRetries.Step;
import dev.orchestrator.ports.out.LetterRetries.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every store of retries of many letters promises. */
public abstract class LetterRetriesContract {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final UUID HERE = UuidCreator.getTimeOrderedEpoch();

    protected abstract LetterRetries retries();

    @Test
    void whatWasAskedIsKept() {
        LetterCriteria all = new LetterCriteria(
                DeadLetters.Status.OPEN,
                new LetterCriteria.Where("orders", new ExecutionId(UUID.randomUUID()), new NodeId("a"), "call \"x\" ü"),
                new LetterCriteria.What(ErrorCategory.TIMEOUT, "TIMED_OUT", "ab12"),
                new LetterCriteria.When(Story.AT, Story.AT.plusSeconds(1)));
        Job job = job(all);
        get(retries().add(job));
        assertThat(get(retries().find(job.id()))).contains(job);
        assertThat(get(retries().find(UUID.randomUUID()))).isEmpty();
        assertThat(get(retries().stop(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void ofManyWhoClaimOneGetsIt() {
        Job job = added();
        List<CompletionStage<Optional<Job>>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            claims.add(retries().claim(UUID.randomUUID(), LONG));
        }
        assertThat(claims.stream().map(Await::get).flatMap(Optional::stream)).containsExactly(job);
    }

    @Test
    void theOneThatWaitsLongestIsTakenFirst() {
        Job first = added();
        Job second = added();
        assertThat(get(retries().claim(UUID.randomUUID(), LONG))).contains(first);
        assertThat(get(retries().claim(UUID.randomUUID(), LONG))).contains(second);
        assertThat(get(retries().claim(UUID.randomUUID(), LONG))).isEmpty();
    }

    @Test
    void aStepIsNotedOnceAndByWhoHasTheClaim() {
        Job job = added();
        UUID claim = UUID.randomUUID();
        get(retries().claim(claim, LONG));
        Step step = new Step(HERE, new Tally(3, 2, 1), Duration.ZERO, false);
        assertThat(get(retries().advance(job.id(), UUID.randomUUID(), step))).isFalse();
        assertThat(get(retries().advance(job.id(), claim, step))).isTrue();
        assertThat(get(retries().advance(job.id(), claim, step))).isFalse();
        Job now = get(retries().claim(UUID.randomUUID(), LONG)).orElseThrow();
        assertThat(now.before()).isEqualTo(HERE);
        assertThat(now.tally()).isEqualTo(new Tally(3, 2, 1));
        assertThat(now.status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void aPauseIsKept() {
        Job job = added();
        UUID claim = UUID.randomUUID();
        get(retries().claim(claim, LONG));
        get(retries().advance(job.id(), claim, new Step(HERE, Tally.NONE, LONG, false)));
        assertThat(get(retries().claim(UUID.randomUUID(), LONG))).isEmpty();
    }

    @Test
    void aClaimThatRanOutIsVoid() {
        Job job = added();
        UUID dead = UUID.randomUUID();
        get(retries().claim(dead, Duration.ZERO));
        UUID other = UUID.randomUUID();
        assertThat(get(retries().claim(other, LONG))).contains(job);
        Step step = new Step(HERE, new Tally(1, 0, 0), Duration.ZERO, true);
        assertThat(get(retries().advance(job.id(), dead, step))).isFalse();
        assertThat(get(retries().advance(job.id(), other, step))).isTrue();
    }

    @Test
    void whatIsDoneOrStoppedIsNotTakenUpAgain() {
        Job done = added();
        UUID claim = UUID.randomUUID();
        get(retries().claim(claim, LONG));
        get(retries().advance(done.id(), claim, new Step(HERE, new Tally(1, 0, 0), Duration.ZERO, true)));
        Job stopped = added();
        assertThat(get(retries().stop(stopped.id())).orElseThrow().status()).isEqualTo(Status.STOPPED);
        assertThat(get(retries().claim(claim, LONG))).isEmpty();
        Job ended = get(retries().stop(done.id())).orElseThrow();
        assertThat(ended.status()).isEqualTo(Status.DONE);
        assertThat(ended.endedAt()).isNotNull();
    }

    @Test
    void aStopDuringAStepStandsAndTheStepCounts() {
        Job job = added();
        UUID claim = UUID.randomUUID();
        get(retries().claim(claim, LONG));
        get(retries().stop(job.id()));
        assertThat(get(retries().advance(job.id(), claim, new Step(HERE, new Tally(2, 0, 0), Duration.ZERO, true))))
                .isTrue();
        Job now = get(retries().find(job.id())).orElseThrow();
        assertThat(now.status()).isEqualTo(Status.STOPPED);
        assertThat(now.tally().retried()).isEqualTo(2);
    }

    private Job added() {
        Job job = job(LetterCriteria.OPEN);
        get(retries().add(job));
        return job;
    }

    private static Job job(LetterCriteria criteria) {
        return new Job(
                UuidCreator.getTimeOrderedEpoch(),
                new Order(criteria, 2.5, 10, 7, "ops"),
                Story.AT,
                UuidCreator.getTimeOrderedEpoch(),
                Tally.NONE,
                Status.RUNNING,
                null);
    }
}

package dev.orchestrator.application;

import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters.Answer;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.LetterRetries.Job;
import dev.orchestrator.ports.out.LetterRetries.Order;
import dev.orchestrator.ports.out.LetterRetries.Step;
import dev.orchestrator.ports.out.LetterRetries.Tally;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Carries out retries of many letters, step by step, together with those of other processes.
 *
 * <p>A step that died with its process is done again once its claim is void. That does no harm: a letter is retried only
 * while it is open. What the dead process had retried is then missing in the tally.
 */
public final class LetterRetrier {
    private static final Logger LOG = System.getLogger(LetterRetrier.class.getName());
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LARGEST_STEP = 100;

    private final LetterRetries jobs;
    private final DeadLetters letters;
    private final ManageDeadLetters office;
    private final Supplier<UUID> claims;
    private final Repeating retrying;

    public LetterRetrier(
            EventLoop loop, LetterRetries jobs, DeadLetters letters, ManageDeadLetters office, Supplier<UUID> claims) {
        this.jobs = jobs;
        this.letters = letters;
        this.office = office;
        this.claims = claims;
        this.retrying = new Repeating(loop, "retrying dead letters", this::work);
    }

    public void start() {
        retrying.start();
    }

    public CompletionStage<Void> stop() {
        return retrying.stop();
    }

    private CompletionStage<Duration> work() {
        UUID claim = claims.get();
        return jobs.claim(claim, LEASE)
                .thenCompose(job -> job.isEmpty()
                        ? CompletableFuture.completedStage(PAUSE)
                        : step(job.get(), claim).thenApply(pause -> pause.compareTo(PAUSE) < 0 ? pause : PAUSE));
    }

    private CompletionStage<Duration> step(Job job, UUID claim) {
        Order order = job.order();
        int asked = (int) Math.min(Math.ceil(order.perSecond()), LARGEST_STEP);
        int wanted = Math.min(asked, order.most() - job.tally().all());
        return letters.list(order.criteria(), job.before(), wanted)
                .thenCompose(found -> retry(found).thenCompose(tally -> {
                    Duration pause = Duration.ofNanos((long) (found.size() / order.perSecond() * 1e9));
                    boolean isLast = found.size() < asked || job.tally().all() + found.size() >= order.most();
                    UUID before = found.isEmpty()
                            ? job.before()
                            : found.get(found.size() - 1).id();
                    return jobs.advance(job.id(), claim, new Step(before, tally, pause, isLast))
                            .thenApply(noted -> isLast ? Duration.ZERO : pause);
                }));
    }

    /** All at once, so that they share commits. */
    private CompletionStage<Tally> retry(List<Letter> found) {
        CompletionStage<Tally> all = CompletableFuture.completedStage(Tally.NONE);
        for (CompletionStage<Tally> one : found.stream().map(this::retry).toList()) {
            all = all.thenCombine(one, LetterRetrier::sum);
        }
        return all;
    }

    private CompletionStage<Tally> retry(Letter letter) {
        return office.retry(letter.id(), null)
                .thenApply(answer -> answer instanceof Answer.Done ? new Tally(1, 0, 0) : new Tally(0, 1, 0))
                .exceptionallyCompose(failure -> failed(letter, failure));
    }

    /** In an outage the store does not answer this either, and the step is done again; else the letter is passed over. */
    private CompletionStage<Tally> failed(Letter letter, Throwable failure) {
        return letters.find(letter.id()).thenApply(reachable -> {
            LOG.log(Level.WARNING, "Dead letter {0} could not be retried: {1}", letter.id(), failure);
            return new Tally(0, 0, 1);
        });
    }

    private static Tally sum(Tally some, Tally more) {
        return new Tally(some.retried() + more.retried(), some.closed() + more.closed(), some.failed() + more.failed());
    }
}

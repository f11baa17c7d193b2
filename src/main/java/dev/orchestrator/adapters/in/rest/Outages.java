package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.application.StoreState;
import dev.orchestrator.application.UnstorableDecision;
import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.StoreUnavailable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Answers for stores that do not. A failed stage of a use case means that a store is down, unless only a bug fails so.
 *
 * <p>Nobody waits for a store that is known to be away: who comes is refused, and who waits is let go. What was asked to
 * change something may still happen then, and the answer says so.
 */
@Singleton
final class Outages implements StoreState.Listener {
    private static final Logger LOG = Logger.getLogger(Outages.class);
    /** For a change that waits while others are decided. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** For a read, and for a change while nothing is decided: a pulse says little of locked tables and full pools. */
    private static final Duration STUCK = Duration.ofSeconds(4);
    /** Some answers need no store, or only the one that is there. */
    private static final Duration PATIENCE_IN_AN_OUTAGE = Duration.ofMillis(250);

    private final StoreState postgres;
    private final Duration patience;
    private final Duration stuck;
    private volatile long lastDecided = System.nanoTime();
    private final Undecided undecided = new Undecided();
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

    @Inject
    Outages(StoreState postgres) {
        this(postgres, PATIENCE, STUCK);
    }

    Outages(StoreState postgres, Duration patience, Duration stuck) {
        this.postgres = postgres;
        this.patience = patience;
        this.stuck = stuck;
        postgres.listen(this);
    }

    @Override
    public void lost() {
        waiting.forEach(answer -> answer.completeExceptionally(new TimeoutException("the store went away")));
    }

    @Override
    public void back() {}

    /** What was read, its outage turned into an answer; a store that hangs is as good as down. */
    <T> CompletionStage<T> answered(CompletionStage<T> reading) {
        return answer(bounded(reading, stuck), cause -> Refusals.storeDown());
    }

    /** What asks for a change, unless it cannot be had now or too much waits already. */
    <T> CompletionStage<T> decided(Supplier<CompletionStage<T>> asking) {
        return decided(0, asking);
    }

    /** The same for a request with so many bytes. */
    <T> CompletionStage<T> decided(long bytes, Supplier<CompletionStage<T>> asking) {
        if (postgres.isAway()) {
            throw Refusals.storeDown().asException();
        }
        CompletableFuture<T> decision = bounded(undecided.asking(bytes, asking), patience);
        decision.thenRun(() -> lastDecided = System.nanoTime());
        letGoWhenStuck(decision, stuck.toNanos(), System.nanoTime());
        return answer(decision, Outages::ofAChange);
    }

    /**
     * Looks after a while, and again for as long as others are decided: what was decided just before the store stuck is no
     * reason to wait for longer. The look is given up with the decision, so that nothing of a request stays behind.
     */
    private void letGoWhenStuck(CompletableFuture<?> decision, long nanos, long since) {
        CompletableFuture<Void> look =
                new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        look.thenRun(() -> {
            long last = lastDecided;
            if (last - since < 0) {
                decision.completeExceptionally(new TimeoutException("nothing is decided"));
            } else {
                letGoWhenStuck(decision, last + stuck.toNanos() - System.nanoTime(), last + 1);
            }
        });
        decision.whenComplete((value, failure) -> look.cancel(false));
    }

    /** Only a store's own word that nothing happened is one. */
    private static Refusal ofAChange(Throwable cause) {
        boolean certain = cause instanceof StoreUnavailable && !(cause instanceof OutcomeUnknown);
        return certain ? Refusals.storeDown() : Refusals.outcomeUnknown();
    }

    private <T> CompletableFuture<T> bounded(CompletionStage<T> stage, Duration most) {
        CompletableFuture<T> answer = stage.toCompletableFuture().copy();
        waiting.add(answer);
        answer.whenComplete((value, failure) -> waiting.remove(answer));
        Duration longest = postgres.isAway() ? PATIENCE_IN_AN_OUTAGE : most;
        return answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> CompletionStage<T> answer(CompletableFuture<T> bounded, Function<Throwable, Refusal> refusing) {
        return bounded.exceptionally(failure -> {
            Throwable cause = causeOf(failure);
            if (isMistake(cause)) {
                throw new CompletionException(cause);
            }
            LOG.debugf(cause, "Answered 503");
            throw refusing.apply(cause).asException();
        });
    }

    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? causeOf(cause) : failure;
    }

    private static boolean isMistake(Throwable cause) {
        return cause instanceof Error
                || cause instanceof RequestRefused
                || cause instanceof UnstorableDecision
                || cause instanceof NullPointerException
                || cause instanceof ClassCastException
                || cause instanceof IllegalArgumentException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof UnsupportedOperationException
                || cause instanceof ArithmeticException;
    }
}

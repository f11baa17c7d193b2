package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.application.UnstorableDecision;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells outages from mistakes: a failed stage of a use case means that a store is down, unless only a bug fails so. */
final class Outages {
    private static final Logger LOG = Logger.getLogger(Outages.class);
    /** What was asked may still happen afterwards; who asks again is told where it stands. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Outages() {}

    /** The same stage, its outage turned into an answer; a store that hangs is as good as down. */
    static <T> CompletionStage<T> answered(CompletionStage<T> stage) {
        return answered(stage, PATIENCE);
    }

    static <T> CompletionStage<T> answered(CompletionStage<T> stage, Duration patience) {
        CompletableFuture<T> bounded =
                stage.toCompletableFuture().copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
        return bounded.exceptionally(failure -> {
            Throwable cause = causeOf(failure);
            if (isMistake(cause)) {
                throw new CompletionException(cause);
            }
            LOG.debugf(cause, "Answered 503");
            throw Refusals.storeDown().asException();
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

package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.application.UnstorableDecision;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Tells outages from mistakes: a failed stage of a use case means that a store is down, unless only a bug fails so. */
final class Outages {
    private static final Logger LOG = Logger.getLogger(Outages.class);

    private Outages() {}

    /** The same stage, its outage turned into an answer. */
    static <T> CompletionStage<T> answered(CompletionStage<T> stage) {
        return stage.exceptionally(failure -> {
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

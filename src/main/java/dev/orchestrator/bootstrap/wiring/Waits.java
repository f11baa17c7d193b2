package dev.orchestrator.bootstrap.wiring;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks until a stage is done: only starting and stopping may. */
final class Waits {
    private static final Duration USUAL = Duration.ofSeconds(15);

    private Waits() {}

    static <T> T of(CompletionStage<T> stage, String otherwise) {
        return upTo(USUAL, stage, otherwise);
    }

    static <T> T upTo(Duration limit, CompletionStage<T> stage, String otherwise) {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(otherwise + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(otherwise + " within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(otherwise + ": interrupted", e);
        }
    }
}

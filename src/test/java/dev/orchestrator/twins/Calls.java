package dev.orchestrator.twins;

import dev.orchestrator.ports.out.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs a twin's call as two steps on an executor, the work and the reply, so that both can be delayed or lost. On an
 * {@link Unreliable} line a call may meet a mishap.
 */
final class Calls {
    /** How long a caller waits for an answer that does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Executor executor;

    Calls(Executor executor) {
        this.executor = executor;
    }

    <T> CompletionStage<T> call(Supplier<T> work) {
        return executor instanceof Unreliable line ? call(line, work) : carriedOut(work);
    }

    private <T> CompletionStage<T> call(Unreliable line, Supplier<T> work) {
        return switch (line.mishap()) {
            case NONE -> carriedOut(work);
            case LOST -> givenUp(line);
            case REPLY_LOST -> {
                carriedOut(work);
                yield givenUp(line);
            }
            case LATE -> {
                line.after(PATIENCE.plus(line.lateness()), () -> carriedOut(work));
                yield givenUp(line);
            }
            case TWICE -> {
                CompletionStage<T> first = carriedOut(work);
                carriedOut(work);
                yield first;
            }
        };
    }

    /** What befalls a call that waits at the store. */
    Mishap mishap() {
        return executor instanceof Unreliable line ? line.mishap() : Mishap.NONE;
    }

    <T> CompletionStage<T> givenUp(Unreliable line) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        line.after(PATIENCE, () -> reply.completeExceptionally(new StoreUnavailable("no answer came")));
        return reply;
    }

    private <T> CompletionStage<T> carriedOut(Supplier<T> work) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                T result = work.get();
                executor.execute(() -> reply.complete(result));
            } catch (RuntimeException e) {
                executor.execute(() -> reply.completeExceptionally(e));
            }
        });
        return reply;
    }
}

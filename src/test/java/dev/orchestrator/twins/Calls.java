package dev.orchestrator.twins;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs a twin's call as two steps on an executor, the work and the reply, so that both can be delayed or lost. */
final class Calls {
    private final Executor executor;

    Calls(Executor executor) {
        this.executor = executor;
    }

    <T> CompletionStage<T> call(Supplier<T> work) {
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

package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brings the answers of ports back to the loop, where what goes wrong with them is not lost. */
public final class Answers {
    private Answers() {}

    /** Calls, and gives the answer to the receiver on the loop; a call that throws counts as one that failed. */
    public static <T> void of(
            Supplier<CompletionStage<T>> call, EventLoop loop, BiConsumer<@Nullable T, @Nullable Throwable> receiver) {
        CompletionStage<T> answer;
        try {
            answer = call.get();
        } catch (RuntimeException failure) {
            loop.execute(() -> receiver.accept(null, failure));
            return;
        }
        answer.whenComplete((value, failure) -> loop.execute(() -> receiver.accept(value, failure)));
    }

    /** What failed, without the wrapping that a stage gives to the failure of the one before it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

package dev.orchestrator.ports.in;

import dev.orchestrator.ports.out.DeadLetters.Letter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an operator does about nodes that failed for good. A failed stage is an outage. */
public interface ManageDeadLetters {
    /** Open letters, the newest first. */
    CompletionStage<Page> list(@Nullable UUID before, int limit);

    /** Gives the node another chance, and with it its execution. Of many who ask at once one does it. */
    CompletionStage<Answer> retry(UUID letter);

    /** Closes a letter; its execution stays as it is. Of many who ask at once one does it. */
    CompletionStage<Answer> discard(UUID letter);

    /**
     * @param next the cursor of the next page, or null after the last
     * @param count how many are open in all
     */
    record Page(List<Letter> letters, @Nullable UUID next, long count) {}

    sealed interface Answer {
        record Done(Letter letter) implements Answer {}

        record NotFound() implements Answer {}

        /** It was retried or discarded already, or its execution was cancelled. */
        record Closed() implements Answer {}
    }
}

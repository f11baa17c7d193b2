package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.DeadLetters.Groups;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.LetterCriteria;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an operator does about nodes that failed for good. A failed stage is an outage. */
public interface ManageDeadLetters {
    /** Letters of these, the newest first. */
    CompletionStage<Page> list(LetterCriteria criteria, @Nullable UUID before, int limit);

    /** The kinds of failures among these, the most frequent first. */
    CompletionStage<Groups> groups(LetterCriteria criteria, int limit);

    /**
     * Gives the node another chance, and with it its execution. Of many who ask at once one does it.
     *
     * @param patch a JSON merge patch of the node's config, which holds for this execution from then on; null for none
     */
    CompletionStage<Answer> retry(UUID letter, @Nullable Object patch);

    /** Closes a letter; its execution stays as it is. Of many who ask at once one does it. */
    CompletionStage<Answer> discard(UUID letter, Discarding how);

    /** Closes the newest open ones of these, so many at most; answers how many were. */
    CompletionStage<Integer> discardMany(LetterCriteria criteria, int most, Discarding how);

    /**
     * @param by the name of who asks; empty where nobody is known
     * @param reason for those who look later; may be empty
     */
    record Discarding(String by, String reason) {}

    /**
     * @param next the cursor of the next page, or null after the last
     * @param count how many there are in all
     */
    record Page(List<Letter> letters, @Nullable UUID next, Count count) {}

    sealed interface Answer {
        record Done(Letter letter) implements Answer {}

        record NotFound() implements Answer {}

        /** It was retried or discarded already, or its execution was cancelled. */
        record Closed() implements Answer {}

        /** The patch, or the config that it makes, is wrong. */
        record Invalid(List<Problem> problems) implements Answer {}
    }
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that ended FAILED by their own doing. The journal writes them, and closes one when its node is revived: a
 * revival is stored only while its letter is open, so that of a retry and a discarding one wins.
 */
public interface DeadLetters {
    /** How many letters a count, and the making of groups, look at; there may be more. */
    int MOST_COUNTED = 100_000;

    /** The letters before the given one (null for the first page), the newest first. */
    CompletionStage<List<Letter>> list(LetterCriteria criteria, @Nullable UUID before, int limit);

    /** How many there are, up to {@link #MOST_COUNTED}; of all open ones exactly. */
    CompletionStage<Count> count(LetterCriteria criteria);

    /** The kinds of failures among the newest {@link #MOST_COUNTED}, the most frequent first. */
    CompletionStage<Groups> groups(LetterCriteria criteria, int limit);

    CompletionStage<Optional<Letter>> find(UUID id);

    /** Closes a letter for good; false when it was not open. */
    CompletionStage<Boolean> discard(UUID id, Closing closing);

    /** Closes the newest open ones of these for good; answers how many. What is being retried just now is passed over. */
    CompletionStage<Integer> discard(LetterCriteria criteria, int most, Closing closing);

    /** When the oldest open letter failed; empty when none is open. */
    CompletionStage<Optional<Instant>> oldest();

    enum Status {
        OPEN,
        RETRIED,
        DISCARDED
    }

    /**
     * @param attempts how many were used up
     * @param dispatch the one that failed last
     * @param fingerprint the same for failures of one kind
     * @param triggeredAt when its execution was triggered
     * @param closing how it ended; null while it is open
     */
    record Letter(
            UUID id,
            Place place,
            int attempts,
            int dispatch,
            Failure failure,
            String fingerprint,
            Instant triggeredAt,
            Instant failedAt,
            Status status,
            @Nullable Closing closing) {
        public boolean isOpen() {
            return status == Status.OPEN;
        }
    }

    /** @param workflow its name */
    record Place(ExecutionId execution, NodeId node, String handler, String workflow) {}

    /**
     * @param by who did it; empty where nobody is known
     * @param reason in the words of who did it; empty where there are none
     */
    record Closing(Instant at, String by, String reason) {}

    /** @param isExact false when there are more than were counted */
    record Count(long value, boolean isExact) {}

    /**
     * @param kinds how many groups there are in all
     * @param isComplete false when there are more letters than were looked at
     */
    record Groups(List<Group> groups, long kinds, boolean isComplete) {}

    /** @param newest the latest letter of its kind */
    record Group(String fingerprint, long count, Instant firstFailedAt, Instant lastFailedAt, Letter newest) {}
}

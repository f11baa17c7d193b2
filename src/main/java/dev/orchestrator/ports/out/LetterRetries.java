package dev.orchestrator.ports.out;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Retries of many dead letters that are under way. Whoever claims what is due does a step of it; a claim that was not
 * answered in time is void, and another does the step again. What is due, and until when a claim holds, the store's clock
 * tells.
 */
public interface LetterRetries {
    /** Adds one that is due at once; forgets those that ended long ago. */
    CompletionStage<Void> add(Job job);

    CompletionStage<Optional<Job>> find(UUID id);

    /** Takes the one that has been due for longest, for so long. */
    CompletionStage<Optional<Job>> claim(UUID claim, Duration lease);

    /** Notes a step; false, and nothing noted, when the claim is void. */
    CompletionStage<Boolean> advance(UUID id, UUID claim, Step step);

    /** Ends one before its time; as it stands now, empty when there is none. */
    CompletionStage<Optional<Job>> stop(UUID id);

    enum Status {
        RUNNING,
        DONE,
        STOPPED
    }

    /**
     * @param before letters before this one are still to come, the newest first
     * @param endedAt null while it runs
     */
    record Job(
            UUID id, Order order, Instant madeAt, UUID before, Tally tally, Status status, @Nullable Instant endedAt) {}

    /**
     * What was asked for.
     *
     * @param most how many letters to take up at most
     * @param matched how many there were when it was asked
     * @param by the name of who asked; empty where nobody is known
     */
    record Order(LetterCriteria criteria, double perSecond, int most, long matched, String by) {}

    /**
     * What became of the letters so far.
     *
     * @param closed were not open any more, or cannot be revived
     * @param failed could not be revived for another reason
     */
    record Tally(int retried, int closed, int failed) {
        public static final Tally NONE = new Tally(0, 0, 0);

        public int all() {
            return retried + closed + failed;
        }
    }

    /**
     * @param before where the next step goes on
     * @param tally of this step alone
     * @param pause from the claim to the next step
     * @param isLast whether it is done
     */
    record Step(UUID before, Tally tally, Duration pause, boolean isLast) {}
}

package dev.orchestrator.ports.in;

import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterRetries.Job;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Retries of many dead letters at a rate. A failed stage is an outage. */
public interface RetryManyLetters {
    /** How many letters such a retry would find now. */
    CompletionStage<Count> count(LetterCriteria criteria);

    /** Starts retrying the letters that are open now; completes when that will go on whatever happens to this process. */
    CompletionStage<Job> start(Wish wish);

    CompletionStage<Optional<Job>> find(UUID id);

    /** Ends a retry before its time; what was revived stays so. */
    CompletionStage<Optional<Job>> stop(UUID id);

    /** @param most how many letters to take up at most */
    record Wish(LetterCriteria criteria, int most, double perSecond, String by) {}
}

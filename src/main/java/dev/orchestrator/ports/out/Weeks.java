package dev.orchestrator.ports.out;

import dev.orchestrator.domain.retention.Census;
import dev.orchestrator.domain.retention.Week;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The weeks in which executions are stored. Of several processes one changes them at a time; the others are told that
 * there was nothing to do. What a process began and did not finish is finished by the next that is asked.
 */
public interface Weeks {
    /** Those that exist, in any order. */
    CompletionStage<List<Week>> all();

    /** Makes those that are missing; a journal makes what it needs by itself, but then it waits for it. */
    CompletionStage<Void> prepare(Collection<Week> weeks);

    /** @param endedBefore who ended later is kept */
    CompletionStage<Census> census(Week week, Instant endedBefore);

    /**
     * Removes a week with all that is stored of its executions, without keeping any commit waiting. False when it was
     * not removed: somebody else is at it, is in the way, or somebody in it is to be kept.
     */
    CompletionStage<Boolean> drop(Week week, Instant endedBefore);

    /** Removes so many executions at most with all that is stored of them; answers how many. */
    CompletionStage<Integer> thin(Week week, Instant endedBefore, int most);

    /** When the oldest execution that is stored was submitted. */
    CompletionStage<Optional<Instant>> oldest();
}

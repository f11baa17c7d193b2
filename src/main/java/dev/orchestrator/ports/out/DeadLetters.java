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
    /** The open letters before the given one (null for the first page), the newest first. */
    CompletionStage<List<Letter>> open(@Nullable UUID before, int limit);

    /** How many are open. */
    CompletionStage<Long> count();

    CompletionStage<Optional<Letter>> find(UUID id);

    /** Closes a letter for good; false when it was not open. */
    CompletionStage<Boolean> discard(UUID id, Instant at);

    /**
     * @param attempts how many were used up
     * @param fingerprint the same for failures of one kind
     * @param triggeredAt when its execution was triggered
     */
    record Letter(
            UUID id,
            Place place,
            int attempts,
            Failure failure,
            String fingerprint,
            Instant triggeredAt,
            Instant failedAt,
            boolean isOpen) {}

    record Place(ExecutionId execution, NodeId node, String handler) {}
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.NodeState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as the hot state knows it.
 *
 * @param state the journaled state, or RUNNING where a worker has started the dispatch and it is not yet decided
 * @param worker who holds the lease, while RUNNING
 * @param startedAt when that worker started, while RUNNING
 */
public record LiveNode(
        NodeState state, int attempt, int dispatch, @Nullable String worker, @Nullable Instant startedAt) {}

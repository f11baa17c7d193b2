package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The append-only list of events: the only truth about executions. Its key (execution, version) is the lock. */
public interface Journal {
    /**
     * Appends versions, each with all rows that must agree with it, in one transaction; in several only where a row
     * cannot be stored and is to be found.
     *
     * <p>Where another writer was first with a version, that version and its rows are left out and the others stand.
     * An outcome lost with its connection is found out before the stage completes. A failed stage means that nothing
     * was stored, or that the store cannot be reached to tell; sending the same batch again is always safe.
     */
    CompletionStage<Appended> append(Batch batch);

    /**
     * What is recorded of each execution after the given version (0 for all). A history starts with a snapshot where
     * there is one newer than that version. An execution that is not stored is left out.
     */
    CompletionStage<Map<ExecutionId, History>> load(Map<ExecutionId, Integer> after);

    /**
     * What happened after each of these positions, oldest first, without snapshots. A position after which nothing is
     * recorded is left out; those of an execution that is not stored are, too.
     */
    CompletionStage<Map<Position, Page>> entries(Collection<Position> after, PageSize most);

    /** The stored outputs of completed dispatches. */
    CompletionStage<Map<OutputKey, Document>> outputs(Collection<OutputKey> keys);

    /** The executions that run, in the order of their ids, after the given one (null for the first page). */
    CompletionStage<List<ExecutionId>> running(@org.jspecify.annotations.Nullable ExecutionId after, int limit);

    /** Those of the executions that run, each with its latest version. */
    CompletionStage<Map<ExecutionId, Integer>> runningVersions(Collection<ExecutionId> executions);

    /** Effect batches written before the given time that nobody has confirmed yet, oldest first. */
    CompletionStage<List<EffectBatch>> unconfirmed(Instant before, int limit);

    /** Forgets effect batches whose effects were applied. */
    CompletionStage<Void> confirm(Collection<UUID> effectBatches);

    /**
     * @param id the commit id, also the id of the effect batch that this append leaves behind
     * @param appends in any order, at most one for an execution; times are to be cut to microseconds
     * @param confirmed earlier effect batches whose effects were applied, to be forgotten in the same transaction
     */
    record Batch(UUID id, UUID writer, Instant at, List<Append> appends, Set<UUID> confirmed) {}

    /**
     * @param won the executions whose version was stored (also by an earlier, unacknowledged try of the same batch)
     * @param refused those whose rows the store cannot hold, with the reason; nothing of them was stored
     */
    record Appended(Set<ExecutionId> won, Map<ExecutionId, String> refused) {}

    record EffectBatch(UUID id, Instant at, List<ExecutionId> executions) {}

    record OutputKey(ExecutionId execution, NodeId node, int dispatch) {}

    /** A place in the history of an execution: behind this version, 0 for its beginning. */
    record Position(ExecutionId execution, int version) {}

    /**
     * How long a page may become.
     *
     * @param versions so many at most, at least 1
     * @param bytes about so many of stored text; what has as many gets no further version. One version is always taken
     */
    record PageSize(int versions, int bytes) {}

    /** @param more whether the page ends because it is full, so that there may be more */
    record Page(List<Entry> entries, boolean more) {
        public static final Page EMPTY = new Page(List.of(), false);
    }
}

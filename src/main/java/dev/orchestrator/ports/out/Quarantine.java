package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What could not be understood, or not be stored where it belongs: kept with its bytes, for people. */
public interface Quarantine {
    /** Keeps what is not kept yet; answers the ids of what was new. */
    CompletionStage<Set<UUID>> keep(List<Item> items);

    /** The items before the given one (null for the first page), the newest first, each with so many bytes at most. */
    CompletionStage<List<Item>> page(@Nullable UUID before, int limit, int mostBytes);

    /** How many there are. */
    CompletionStage<Long> count();

    /** An item with all bytes that were kept. */
    CompletionStage<Optional<Item>> find(UUID id);

    /** False when it was not there. */
    CompletionStage<Boolean> delete(UUID id);

    /** Deletes the oldest, until no more than so many, and so many bytes of them, are left. */
    CompletionStage<Void> trim(int items, long bytes);

    /** What was set aside. */
    enum Kind {
        TASK,
        MESSAGE,
        TIMER,
        VERSION
    }

    /**
     * @param source the queue, lane or table that it was found in
     * @param execution what it names as its execution, where that can be read
     */
    record Origin(Kind kind, String source, @Nullable ExecutionId execution) {}

    /**
     * @param id grows with the time
     * @param size how many bytes it had
     * @param content as many of them as were kept, from the first; read-only
     */
    record Item(UUID id, Instant at, Origin origin, String reason, long size, ByteBuffer content) {}
}

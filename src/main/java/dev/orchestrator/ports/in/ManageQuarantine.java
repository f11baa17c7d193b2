package dev.orchestrator.ports.in;

import dev.orchestrator.ports.out.Quarantine.Item;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What an operator may see of what the engine could not understand or store. A failed stage is an outage. */
public interface ManageQuarantine {
    /** The newest first, each with the beginning of its bytes. */
    CompletionStage<Page> list(@Nullable UUID before, int limit);

    /** An item with all bytes that were kept. */
    CompletionStage<Optional<Item>> find(UUID id);

    /** False when it was not there. */
    CompletionStage<Boolean> delete(UUID id);

    /**
     * @param next the cursor of the next page, or null after the last
     * @param count how many there are in all
     */
    record Page(List<Item> items, @Nullable UUID next, long count) {}
}

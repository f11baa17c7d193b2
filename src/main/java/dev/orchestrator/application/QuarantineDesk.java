package dev.orchestrator.application;

import dev.orchestrator.ports.in.ManageQuarantine;
import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.Quarantine.Item;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists, shows and deletes what is in quarantine. */
public final class QuarantineDesk implements ManageQuarantine {
    private static final int SHOWN_BYTES = 1_024;

    private final Quarantine quarantine;

    public QuarantineDesk(Quarantine quarantine) {
        this.quarantine = quarantine;
    }

    @Override
    public CompletionStage<Page> list(@Nullable UUID before, int limit) {
        return quarantine
                .page(before, limit + 1, SHOWN_BYTES)
                .thenCombine(quarantine.count(), (found, count) -> page(found, limit, count));
    }

    private static Page page(List<Item> found, int limit, long count) {
        List<Item> shown = found.stream().limit(limit).toList();
        return new Page(shown, found.size() > limit ? shown.get(limit - 1).id() : null, count);
    }

    @Override
    public CompletionStage<Optional<Item>> find(UUID id) {
        return quarantine.find(id);
    }

    @Override
    public CompletionStage<Boolean> delete(UUID id) {
        return quarantine.delete(id);
    }
}

package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ManageQuarantine;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Quarantine.Origin;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One item. */
@Alternative
@Singleton
public class FakeQuarantine implements ManageQuarantine {
    static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000071");
    private static final Item ITEM = new Item(
            ID,
            FakeEngine.NOW,
            new Origin(Kind.MESSAGE, "c:2", ExecutionId.of("00000000-0000-7000-8000-00000000000e")),
            "it is not UTF-8",
            10_000_000,
            ByteBuffer.wrap(new byte[] {0, -1, 65}).asReadOnlyBuffer());

    @Override
    public CompletionStage<Page> list(UUID before, int limit) {
        return CompletableFuture.completedFuture(new Page(List.of(ITEM), ID, 7));
    }

    @Override
    public CompletionStage<Optional<Item>> find(UUID id) {
        return CompletableFuture.completedFuture(
                Optional.of(ITEM).filter(item -> item.id().equals(id)));
    }

    @Override
    public CompletionStage<Boolean> delete(UUID id) {
        return CompletableFuture.completedFuture(id.equals(ID));
    }
}

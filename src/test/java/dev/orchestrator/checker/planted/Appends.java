package dev.orchestrator.checker.planted;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Appends that do not do what they say. */
final class Appends {
    private static final Duration LATER = Duration.ofMillis(80);

    private Appends() {}

    /** Says that all is stored, and stores it later. */
    static CompletionStage<Appended> later(SimulatedCluster cluster, Journal real, Batch batch) {
        cluster.loop.after(LATER, () -> real.append(batch));
        return CompletableFuture.completedStage(new Appended(ids(batch), Map.of()));
    }

    /** Stores other events than were decided. */
    static Spoiled.Way<Journal> saying(UnaryOperator<Event> other) {
        return (real, arguments) -> {
            Batch batch = (Batch) arguments[0];
            return real.append(with(
                    batch,
                    batch.id(),
                    batch.appends().stream()
                            .map(it -> with(
                                    it,
                                    it.entry().version(),
                                    it.entry().events().stream().map(other).toList()))
                            .toList()));
        };
    }

    /** Takes no version for lost: what another writer has taken is appended behind it. */
    static CompletionStage<Appended> anyway(SimulatedCluster cluster, Journal real, Batch batch) {
        return real.append(batch).thenCompose(appended -> {
            List<Append> lost = batch.appends().stream()
                    .filter(it -> !appended.won().contains(it.state().id()) && it.created() == null)
                    .map(it -> with(
                            it,
                            cluster.store.versions().get(it.state().id()) + 1,
                            it.entry().events()))
                    .toList();
            return lost.isEmpty()
                    ? CompletableFuture.completedStage(appended)
                    : real.append(with(batch, new UUID(cluster.random.nextLong(), 1), lost))
                            .thenApply(again -> new Appended(ids(batch), Map.of()));
        });
    }

    private static Set<ExecutionId> ids(Batch batch) {
        return batch.appends().stream().map(it -> it.state().id()).collect(Collectors.toSet());
    }

    private static Batch with(Batch batch, UUID id, List<Append> appends) {
        return new Batch(id, batch.writer(), batch.at(), appends, batch.confirmed());
    }

    private static Append with(Append append, int version, List<Event> events) {
        Entry entry = new Entry(version, append.entry().at(), events);
        return new Append(append.state(), entry, append.outputs(), append.created(), append.snapshot());
    }
}

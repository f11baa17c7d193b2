package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Strangers;
import dev.orchestrator.ports.out.Strangers.Found;
import dev.orchestrator.ports.out.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes what was set aside in the hot store to where it survives, and counts it.
 *
 * <p>It is kept before it is released, under an id that is made of it: a crash between keeps it once. While the database
 * is away it stays where it is.
 */
public final class QuarantineCollector {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration TRIM_EVERY = Duration.ofMinutes(1);
    private static final int AT_A_TIME = 16;
    private static final int MOST_ITEMS = 10_000;
    private static final long MOST_BYTES = 256L << 20;

    private final EventLoop loop;
    private final Strangers strangers;
    private final Quarantine quarantine;
    private final Telemetry telemetry;
    private final Repeating collecting;
    private long trimmedAt;

    public QuarantineCollector(EventLoop loop, Strangers strangers, Quarantine quarantine, Telemetry telemetry) {
        this.loop = loop;
        this.trimmedAt = loop.nanoTime();
        this.strangers = strangers;
        this.quarantine = quarantine;
        this.telemetry = telemetry;
        this.collecting = new Repeating(loop, "collecting what nobody understood", this::collect);
    }

    public void start() {
        collecting.start();
    }

    public CompletionStage<Void> stop() {
        return collecting.stop();
    }

    private CompletionStage<Duration> collect() {
        return strangers
                .oldest(AT_A_TIME)
                .thenCompose(found -> found.isEmpty()
                        ? trimNowAndThen().thenApply(done -> PAUSE)
                        : keep(found).thenApply(done -> Duration.ZERO));
    }

    /** The journal puts versions there, too. */
    private CompletionStage<Void> trimNowAndThen() {
        if (loop.nanoTime() - trimmedAt < TRIM_EVERY.toNanos()) {
            return CompletableFuture.completedStage(null);
        }
        return trim();
    }

    private CompletionStage<Void> trim() {
        trimmedAt = loop.nanoTime();
        return quarantine.trim(MOST_ITEMS, MOST_BYTES);
    }

    private CompletionStage<Void> keep(List<Found> found) {
        List<Item> items = found.stream().map(Found::item).toList();
        return quarantine
                .keep(items)
                .thenAccept(fresh -> count(items, fresh))
                .thenCompose(kept -> strangers.release(found))
                .thenCompose(released -> trim());
    }

    private void count(List<Item> items, Set<UUID> fresh) {
        for (Kind kind : Kind.values()) {
            long count = items.stream()
                    .filter(item -> item.origin().kind() == kind && fresh.contains(item.id()))
                    .count();
            telemetry.quarantined(kind, (int) count);
        }
    }
}

package dev.orchestrator.application;

import dev.orchestrator.ports.out.CompletionQueue;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.EffectBatch;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.StoreUnavailable;
import dev.orchestrator.ports.out.Telemetry.Cause;
import dev.orchestrator.ports.out.Tracing;
import dev.orchestrator.ports.out.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The role that decides: reads what workers and timers report, in the lanes it prefers, and has it decided.
 *
 * <p>Any number may run. Each also wakes due timers, takes over what a dead one left unread, and re-drives executions
 * whose effects a dead process left undone.
 */
public final class Orchestrator {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FULL_PAUSE = Duration.ofMillis(5);
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final Duration ABANDONED = Duration.ofSeconds(5);
    private static final Duration TIMER_HORIZON = Duration.ofMillis(200);
    private static final int READ_LIMIT = 256;
    private static final int MAX_BACKLOG = 4_096;

    private final String name;
    private final EventLoop loop;
    private final CommitLoop commits;
    private final Redriver redriver;
    private final Stores stores;
    private final Tracing tracing;
    private final List<Repeating> chores;
    private final Set<Receipt> inHand = new HashSet<>();
    private final ArrayDeque<Delivery> kept = new ArrayDeque<>();
    private List<Integer> lanes = List.of();

    /** What an orchestrator reads from and keeps in order. */
    public record Stores(CompletionQueue completions, Members members, Upkeep upkeep, Journal journal) {}

    public Orchestrator(
            String name, EventLoop loop, CommitLoop commits, Redriver redriver, Stores stores, Tracing tracing) {
        this.name = name;
        this.loop = loop;
        this.commits = commits;
        this.redriver = redriver;
        this.stores = stores;
        this.tracing = tracing;
        this.chores = List.of(
                new Repeating(loop, "announcing this orchestrator", this::announce),
                new Repeating(loop, "reading completions", this::read),
                new Repeating(loop, "taking over abandoned completions", this::claim),
                new Repeating(loop, "deciding again what an outage kept", this::again),
                new Repeating(loop, "waking due timers", this::promote),
                new Repeating(loop, "re-driving unfinished effects", this::sweep));
    }

    public void start() {
        chores.forEach(Repeating::start);
    }

    /** Stops reading; what was read is decided by the commit loop or, unacknowledged, by another orchestrator. */
    public CompletionStage<Void> stop() {
        CompletableFuture<?>[] stopped =
                chores.stream().map(chore -> chore.stop().toCompletableFuture()).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(stopped).thenCompose(done -> stores.members.leave(Members.ORCHESTRATOR, name));
    }

    private CompletionStage<Duration> announce() {
        return stores.members
                .announce(Members.ORCHESTRATOR, name, Map.of(), SILENCE)
                .thenCompose(done -> stores.members.names(Members.ORCHESTRATOR))
                .thenApplyAsync(
                        living -> {
                            lanes = Lanes.of(name, living, stores.completions.lanes());
                            return BEAT;
                        },
                        loop);
    }

    private CompletionStage<Duration> read() {
        if (lanes.isEmpty() || isFull()) {
            return CompletableFuture.completedStage(FULL_PAUSE);
        }
        return stores.completions
                .read(name, lanes, READ_LIMIT, PATIENCE)
                .thenApplyAsync(
                        deliveries -> {
                            post(deliveries, false);
                            return Duration.ZERO;
                        },
                        loop);
    }

    private boolean isFull() {
        return inHand.size() >= MAX_BACKLOG || commits.backlog() >= MAX_BACKLOG;
    }

    private CompletionStage<Duration> claim() {
        if (isFull()) {
            return CompletableFuture.completedStage(BEAT);
        }
        return stores.completions
                .claim(name, ABANDONED, READ_LIMIT)
                .thenApplyAsync(
                        deliveries -> {
                            post(deliveries, true);
                            return deliveries.size() < READ_LIMIT ? BEAT : Duration.ZERO;
                        },
                        loop);
    }

    /** Has each message decided; one that is still in hand, because a store is slow, is not taken a second time. */
    private void post(List<Delivery> deliveries, boolean redelivered) {
        for (Delivery delivery : deliveries) {
            if (inHand.add(delivery.receipt())) {
                post(delivery, redelivered);
            }
        }
    }

    private void post(Delivery delivery, boolean redelivered) {
        Mail mail = new Mail(delivery.command(), delivery.receipt(), redelivered, new CompletableFuture<>());
        Tracing.Span span = tracing.decision(delivery);
        mail.answer().whenComplete((decision, failure) -> {
            span.end(decision, failure);
            loop.execute(() -> release(delivery, failure));
        });
        commits.post(delivery.execution(), mail);
    }

    /**
     * What an outage of the journal kept from being decided stays in hand: once it is over nobody should have to wait until
     * somebody finds the message abandoned.
     */
    private void release(Delivery delivery, @Nullable Throwable failure) {
        if (failure != null && Answers.cause(failure) instanceof StoreUnavailable) {
            kept.add(delivery);
        } else {
            inHand.remove(delivery.receipt());
        }
    }

    private CompletionStage<Duration> again() {
        for (int left = kept.size(); left > 0; left--) {
            post(kept.remove(), true);
        }
        return CompletableFuture.completedStage(AGAIN);
    }

    private CompletionStage<Duration> promote() {
        return stores.upkeep.promote(READ_LIMIT, TIMER_HORIZON);
    }

    private CompletionStage<Duration> sweep() {
        Instant before = loop.now().minus(ABANDONED);
        return stores.journal.unconfirmed(before, READ_LIMIT).thenCompose(batches -> redrive(batches)
                .thenApply(done -> batches.size() < READ_LIMIT ? BEAT : Duration.ZERO));
    }

    private CompletionStage<Void> redrive(List<EffectBatch> batches) {
        if (batches.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        var executions = batches.stream()
                .flatMap(batch -> batch.executions().stream())
                .distinct()
                .toList();
        return redriver.redrive(executions, Cause.UNFINISHED_EFFECTS)
                .thenCompose(done -> stores.journal.confirm(
                        batches.stream().map(EffectBatch::id).toList()));
    }
}

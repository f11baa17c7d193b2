package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Telemetry.Cause;
import dev.orchestrator.ports.out.Upkeep;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds executions that run by the journal and are not in the hot state, and re-drives them; all of them when the hot
 * state was lost or replaced. Of several processes one looks.
 */
public final class Reconciler {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    /** Longer than the pause, so that the one who looks stays the one; what is left of a minute is enough for a round. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int PAGE = 256;
    private static final int MOST_UNCONFIRMED = 4_096;

    private final EventLoop loop;
    private final Journal journal;
    private final Upkeep upkeep;
    private final StoreWatch watch;
    private final Redriver redriver;
    private final List<Repeating> chores;
    private final Repeating identifying;
    private final Repeating rebuilding;
    private @Nullable ExecutionId last;
    /** A rebuild is due until one that began later has ended well. */
    private boolean rebuildDue = true;

    private @Nullable Rebuild underWay;

    public Reconciler(EventLoop loop, Journal journal, Upkeep upkeep, StoreWatch watch, Redriver redriver) {
        this.loop = loop;
        this.journal = journal;
        this.upkeep = upkeep;
        this.watch = watch;
        this.redriver = redriver;
        this.identifying = new Repeating(loop, "watching the hot state", this::identify);
        this.rebuilding = new Repeating(loop, "rebuilding the hot state", this::rebuild);
        this.chores = List.of(identifying, rebuilding, new Repeating(loop, "reconciling executions", this::reconcile));
    }

    /**
     * Starts watching; completes when the hot state is known for the first time and calls will not be refused. Whoever
     * should have rebuilt it may be gone, so that is asked for, too.
     */
    public CompletionStage<Void> start() {
        return onLoop(watch::begin).thenAccept(replaced -> chores.forEach(Repeating::start));
    }

    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> call) {
        return CompletableFuture.<Void>completedFuture(null).thenComposeAsync(nothing -> call.get(), loop);
    }

    public CompletionStage<Void> stop() {
        loop.execute(() -> {
            if (underWay != null) {
                underWay.abandon();
            }
        });
        return CompletableFuture.allOf(
                chores.stream().map(chore -> chore.stop().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    /** Looks now: somebody met a hot state that it did not know. */
    public void hurry() {
        identifying.hurry();
    }

    private CompletionStage<Duration> identify() {
        return watch.look().thenApply(replaced -> {
            if (replaced) {
                rebuildDue = true;
                rebuilding.hurry();
            }
            return LOOK;
        });
    }

    private CompletionStage<Duration> rebuild() {
        if (!rebuildDue) {
            return CompletableFuture.completedStage(LOOK);
        }
        rebuildDue = false;
        Rebuild rebuild = new Rebuild(loop, journal, upkeep, redriver);
        underWay = rebuild;
        return rebuild.run().thenApply(done -> LOOK).whenComplete((done, failure) -> {
            underWay = null;
            rebuildDue |= failure != null;
        });
    }

    /** While all are re-driven, those that it has not come to are missing and not lost. */
    private CompletionStage<Duration> reconcile() {
        if (rebuildDue || underWay != null) {
            return CompletableFuture.completedStage(LOOK);
        }
        return upkeep.reconciles(LEASE).thenCompose(ours -> ours ? lookAtPage() : nextTime());
    }

    /** Whoever takes over begins anew. */
    private CompletionStage<Duration> nextTime() {
        last = null;
        return CompletableFuture.completedStage(LOOK);
    }

    private CompletionStage<Duration> lookAtPage() {
        return journal.running(last, PAGE).thenCompose(page -> upkeep.missing(page)
                .thenCompose(this::lookAgain)
                .thenCompose(missing -> redriver.redrive(missing, Cause.RECONCILED))
                .thenApply(done -> turn(page)));
    }

    /**
     * Between a commit and its effects an execution looks as if it were lost, and so does one that ended since its page was
     * read. Only what stays missing, waits for no effects and still runs is.
     */
    private CompletionStage<Set<ExecutionId>> lookAgain(Set<ExecutionId> missing) {
        if (missing.isEmpty()) {
            return CompletableFuture.completedStage(missing);
        }
        CompletableFuture<Set<ExecutionId>> later = new CompletableFuture<>();
        loop.after(GRACE, () -> later.complete(missing));
        return later.thenCompose(this::withoutUnconfirmed)
                .thenCompose(upkeep::missing)
                .thenCompose(still -> journal.running(last, PAGE).thenApply(running -> both(still, running)));
    }

    /**
     * Effects are noted in the journal until they were applied, and somebody carries them out; what is not noted any more
     * was applied before it is looked for. Where there are more notes than can be read, an outage is being made up for, and
     * the next round will tell.
     */
    private CompletionStage<Set<ExecutionId>> withoutUnconfirmed(Set<ExecutionId> missing) {
        return journal.unconfirmed(loop.now().plus(PAUSE), MOST_UNCONFIRMED).thenApply(batches -> {
            Set<ExecutionId> rest = new LinkedHashSet<>(missing);
            batches.forEach(batch -> batch.executions().forEach(rest::remove));
            return batches.size() < MOST_UNCONFIRMED ? rest : Set.<ExecutionId>of();
        });
    }

    private static Set<ExecutionId> both(Set<ExecutionId> some, List<ExecutionId> others) {
        Set<ExecutionId> both = new LinkedHashSet<>(others);
        both.retainAll(some);
        return both;
    }

    /** A full page asks for the next at once; after the last the round starts over, later. */
    private Duration turn(List<ExecutionId> page) {
        last = page.size() < PAGE ? null : Objects.requireNonNull(page.get(page.size() - 1));
        return last == null ? PAUSE : Duration.ZERO;
    }
}

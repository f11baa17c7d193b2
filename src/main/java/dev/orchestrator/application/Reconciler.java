package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Telemetry.Cause;
import dev.orchestrator.ports.out.Upkeep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds executions that run by the journal and are not in the hot state, and re-drives them; all of them when the hot
 * state was lost or replaced.
 */
public final class Reconciler {
    private static final Logger LOG = System.getLogger(Reconciler.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int PAGE = 256;

    private final EventLoop loop;
    private final Journal journal;
    private final Upkeep upkeep;
    private final Redriver redriver;
    private final Repeating identifying;
    private final Repeating reconciling;
    private @Nullable ExecutionId last;
    private volatile boolean rebuildDue;

    public Reconciler(EventLoop loop, Journal journal, Upkeep upkeep, Redriver redriver) {
        this.loop = loop;
        this.journal = journal;
        this.upkeep = upkeep;
        this.redriver = redriver;
        this.identifying = new Repeating(loop, "watching the hot state", this::identify);
        this.reconciling = new Repeating(loop, "reconciling executions", this::reconcile);
    }

    /** Starts watching; completes when the hot state is known for the first time and calls will not be refused. */
    public CompletionStage<Void> start() {
        return upkeep.identify().thenAccept(replaced -> {
            rebuildDue = replaced;
            identifying.start();
            reconciling.start();
        });
    }

    public CompletionStage<Void> stop() {
        return identifying.stop().thenCompose(done -> reconciling.stop());
    }

    /** Looks now: somebody met a hot state that it did not know. */
    public void hurry() {
        identifying.hurry();
    }

    private CompletionStage<Duration> identify() {
        return upkeep.identify().thenCompose(this::rebuildIf).thenApply(done -> LOOK);
    }

    /** A rebuild that failed half-way stays due. */
    private CompletionStage<Void> rebuildIf(boolean replaced) {
        rebuildDue |= replaced;
        return rebuildDue ? rebuild().thenAccept(done -> rebuildDue = false) : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> rebuild() {
        LOG.log(Level.INFO, "The hot state is new or was lost: re-driving every execution that runs");
        return rebuildAfter(null, 0);
    }

    private CompletionStage<Void> rebuildAfter(@Nullable ExecutionId after, int soFar) {
        return journal.running(after, PAGE).thenCompose(page -> {
            if (page.isEmpty()) {
                LOG.log(Level.INFO, "Re-drove {0} executions", soFar);
                return CompletableFuture.completedStage(null);
            }
            return redriver.redrive(page, Cause.REBUILT)
                    .thenCompose(done -> rebuildAfter(page.get(page.size() - 1), soFar + page.size()));
        });
    }

    private CompletionStage<Duration> reconcile() {
        return journal.running(last, PAGE).thenCompose(page -> upkeep.missing(page)
                .thenCompose(this::lookAgain)
                .thenCompose(missing -> redriver.redrive(missing, Cause.RECONCILED))
                .thenApply(done -> turn(page)));
    }

    /**
     * Between a commit and its effects an execution looks as if it were lost, and so does one that ended since its page was
     * read. Only what stays missing and still runs is.
     */
    private CompletionStage<Set<ExecutionId>> lookAgain(Set<ExecutionId> missing) {
        if (missing.isEmpty()) {
            return CompletableFuture.completedStage(missing);
        }
        CompletableFuture<Set<ExecutionId>> later = new CompletableFuture<>();
        loop.after(GRACE, () -> later.complete(missing));
        return later.thenCompose(upkeep::missing)
                .thenCompose(still -> journal.running(last, PAGE).thenApply(running -> both(still, running)));
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

package dev.orchestrator.application;

import dev.orchestrator.domain.retention.Census;
import dev.orchestrator.domain.retention.Fate;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Weeks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for executions to come, and removes those that ended long ago: a week at once where it can, else some at a
 * time. Each step is bounded, and a step that was cut short is done again.
 */
public final class ExecutionRetention {
    private static final Logger LOG = System.getLogger(ExecutionRetention.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int WEEKS_AHEAD = 4;
    private static final int MOST = 100;

    private final EventLoop loop;
    private final Weeks weeks;
    private final RetentionRule rule;
    private final Repeating removing;
    private final ArrayDeque<Week> due = new ArrayDeque<>();
    private final LongAdder executions = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile @Nullable Instant oldest;
    private boolean thinning;

    public ExecutionRetention(EventLoop loop, Weeks weeks, RetentionRule rule) {
        this.loop = loop;
        this.weeks = weeks;
        this.rule = rule;
        this.removing = new Repeating(loop, "removing old executions", this::step);
    }

    public void start() {
        removing.start();
    }

    public CompletionStage<Void> stop() {
        return removing.stop();
    }

    /** Executions that were removed here. */
    public double executions() {
        return executions.sum();
    }

    /** Weeks that were dropped here. */
    public double weeks() {
        return dropped.sum();
    }

    /** Never negative: the clocks are two. */
    public double oldestSeconds() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, loop.now()).toMillis() / 1_000.0);
    }

    /** A round begins with a look at what there is, and ends when nothing of it is left to be done. */
    private CompletionStage<Duration> step() {
        CompletionStage<Void> done = due.isEmpty() ? look() : thinning ? thin(due.element()) : judge(due.element());
        return done.thenApply(next -> due.isEmpty() ? PAUSE : Duration.ZERO);
    }

    private CompletionStage<Void> look() {
        Instant now = loop.now();
        return weeks.prepare(ahead(now))
                .thenCompose(made -> weeks.oldest())
                .thenAccept(found -> oldest = found.orElse(null))
                .thenCompose(looked -> weeks.all())
                .thenAccept(all -> due.addAll(rule.due(all, now)));
    }

    private static List<Week> ahead(Instant now) {
        List<Week> ahead = new ArrayList<>();
        Week week = Week.of(now);
        for (int i = 0; i <= WEEKS_AHEAD && !week.isUnbounded(); i++, week = week.next()) {
            ahead.add(week);
        }
        return ahead;
    }

    private CompletionStage<Void> judge(Week week) {
        Instant endedBefore = rule.endedBefore(loop.now());
        return weeks.census(week, endedBefore).thenCompose(census -> {
            Fate fate = rule.fate(week, census);
            thinning = fate == Fate.THIN;
            if (!thinning) {
                due.remove();
            }
            return fate == Fate.DROP ? drop(week, census, endedBefore) : CompletableFuture.completedStage(null);
        });
    }

    private CompletionStage<Void> drop(Week week, Census census, Instant endedBefore) {
        return weeks.drop(week, endedBefore).thenAccept(gone -> {
            if (gone) {
                executions.add(census.executions());
                dropped.increment();
                LOG.log(
                        Level.INFO,
                        "Removed the week of {0} with its {1} executions, which all ended before {2}",
                        week.monday(),
                        Long.toString(census.executions()),
                        endedBefore);
            }
        });
    }

    private CompletionStage<Void> thin(Week week) {
        return weeks.thin(week, rule.endedBefore(loop.now()), MOST).thenAccept(removed -> {
            executions.add(removed);
            if (removed < MOST) {
                thinning = false;
                due.remove();
            }
        });
    }
}

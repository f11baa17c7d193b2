package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Telemetry.Cause;
import dev.orchestrator.ports.out.Upkeep;
import dev.orchestrator.ports.out.Upkeep.Lead;
import dev.orchestrator.ports.out.Upkeep.LivePage;
import dev.orchestrator.ports.out.Upkeep.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Re-drives every execution that runs, once, after the hot state was lost. First of all what is left of it is put right, and
 * tasks are let start again.
 *
 * <p>Of several processes one does it, and the others wait; when the one dies the next goes on where it got. Some pages
 * are under way at a time, so that the stores work side by side, and no more, so that what the engine does meanwhile gets
 * its turn.
 */
final class Rebuild {
    private static final Logger LOG = System.getLogger(Rebuild.class.getName());
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int PAGE = 256;
    private static final int PAGES_AT_A_TIME = 3;

    private final EventLoop loop;
    private final Journal journal;
    private final Upkeep upkeep;
    private final Redriver redriver;
    private final Sweep sweep;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Deque<Page> underWay = new ArrayDeque<>();
    private final long begun;
    private Progress progress = Progress.NONE;
    private @Nullable ExecutionId read;
    private boolean sweeping;
    private boolean allRead;
    private boolean reading;
    private boolean telling;
    private long told;
    private int count;

    Rebuild(EventLoop loop, Journal journal, Upkeep upkeep, Redriver redriver) {
        this.loop = loop;
        this.journal = journal;
        this.upkeep = upkeep;
        this.redriver = redriver;
        this.sweep = new Sweep(journal, upkeep, redriver);
        this.begun = loop.nanoTime();
    }

    /** Completes when the store is rebuilt, whoever did it; fails when it was lost again, or a store is away. */
    CompletionStage<Void> run() {
        loop.execute(this::ask);
        return done;
    }

    /** Ends it, for this process: another goes on. */
    void abandon() {
        fail(new IllegalStateException("this process ends"));
    }

    private void ask() {
        if (done.isDone()) {
            return;
        }
        Answers.of(() -> upkeep.lead(LEASE, progress), loop, (lead, failure) -> {
            if (lead == null) {
                fail(failure);
            } else {
                assigned(lead);
            }
        });
    }

    private void assigned(Lead lead) {
        switch (lead.part()) {
            case DONE -> done.complete(null);
            case FOLLOWS -> loop.after(LOOK, this::ask);
            case LEADS -> {
                LOG.log(Level.INFO, "The hot state is new or was lost: re-driving every execution that runs");
                progress = new Progress(lead.store(), lead.after(), false);
                read = lead.after();
                told = loop.nanoTime();
                sweeping = true;
                sweep(LivePage.BEGINNING);
            }
        }
    }

    /** Anew by whoever takes over: it is short, and what the last one had not come to may start nothing. */
    private void sweep(String cursor) {
        if (done.isDone()) {
            return;
        }
        Answers.of(() -> sweep.page(cursor), loop, (page, failure) -> {
            if (page == null) {
                fail(failure);
            } else if (page.isLast()) {
                admitStarts();
            } else {
                tellNowAndThen();
                sweep(page.next());
            }
        });
    }

    private void admitStarts() {
        Answers.of(upkeep::admitStarts, loop, (nothing, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                sweeping = false;
                goOn();
            }
        });
    }

    private void goOn() {
        if (done.isDone() || sweeping) {
            return;
        }
        if (allRead && underWay.isEmpty() && !telling) {
            finish();
        } else if (!allRead && !reading && underWay.size() < PAGES_AT_A_TIME) {
            reading = true;
            Answers.of(() -> journal.running(read, PAGE), loop, this::begin);
        }
    }

    private void begin(@Nullable List<ExecutionId> ids, @Nullable Throwable failure) {
        reading = false;
        if (ids == null) {
            fail(failure);
            return;
        }
        allRead = ids.size() < PAGE;
        if (!ids.isEmpty()) {
            Page page = new Page(ids);
            read = page.last();
            underWay.add(page);
            Answers.of(() -> redriver.redrive(ids, Cause.REBUILT), loop, (nothing, trouble) -> end(page, trouble));
        }
        goOn();
    }

    private void end(Page page, @Nullable Throwable failure) {
        if (failure != null) {
            fail(failure);
            return;
        }
        page.restored = true;
        while (!underWay.isEmpty() && underWay.element().restored) {
            Page first = underWay.remove();
            count += first.ids.size();
            progress = new Progress(progress.store(), first.last(), false);
        }
        tellNowAndThen();
        goOn();
    }

    private void tellNowAndThen() {
        if (!telling && loop.nanoTime() - told > LEASE.toNanos() / 5) {
            telling = true;
            told = loop.nanoTime();
            Answers.of(() -> upkeep.lead(LEASE, progress), loop, this::heard);
        }
    }

    private void heard(@Nullable Lead lead, @Nullable Throwable failure) {
        telling = false;
        if (lead == null) {
            fail(failure);
        } else if (lead.part() != Upkeep.Part.LEADS) {
            fail(new IllegalStateException("another process has gone on with it"));
        } else {
            goOn();
        }
    }

    private void finish() {
        telling = true;
        Progress all = new Progress(progress.store(), progress.after(), true);
        Answers.of(() -> upkeep.lead(LEASE, all), loop, (lead, failure) -> {
            if (lead == null) {
                fail(failure);
            } else {
                long millis = Duration.ofNanos(loop.nanoTime() - begun).toMillis();
                LOG.log(Level.INFO, "Re-drove {0} executions in {1} ms", count, millis);
                done.complete(null);
            }
        });
    }

    private void fail(@Nullable Throwable failure) {
        done.completeExceptionally(failure == null ? new IllegalStateException("no answer") : failure);
    }

    /** Executions that are re-driven together. */
    private static final class Page {
        final List<ExecutionId> ids;
        boolean restored;

        Page(List<ExecutionId> ids) {
            this.ids = ids;
        }

        ExecutionId last() {
            return ids.get(ids.size() - 1);
        }
    }
}

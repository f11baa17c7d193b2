package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Telemetry.Cause;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Carries effects of durable decisions out, and answers those who asked for the decisions.
 *
 * <p>A commit leaves a note (the effect batch) in the journal that its effects are due. The note is removed once they
 * were applied, with a later commit or by itself when none comes; where that does not happen, somebody re-drives the
 * executions it names. Effects are therefore never lost with their process. They are never sent again as they were, for
 * the execution may have gone on: what did not fit is re-driven.
 */
public final class EffectRelay {
    /** Effects older than this are not sent: somebody may have re-driven the execution and gone on. */
    private static final long STALE_NANOS = Duration.ofSeconds(10).toNanos();

    /** How long callers wait for effects when the hot store is silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration IDLE_BEFORE_CONFIRM = Duration.ofSeconds(1);
    private static final int MAX_IN_FLIGHT = 1_024;
    private static final Logger LOG = System.getLogger(EffectRelay.class.getName());

    private final EventLoop loop;
    private final LiveState live;
    private final Journal journal;
    private final Redriver redriver;
    private final StopOrders stops;
    private final Set<UUID> confirmed = new HashSet<>();
    private boolean confirmScheduled;
    private int inFlight;
    private Runnable onRoom = () -> {};
    private Runnable onWiped = () -> {};

    public EffectRelay(EventLoop loop, LiveState live, Journal journal, Redriver redriver) {
        this.loop = loop;
        this.live = live;
        this.journal = journal;
        this.redriver = redriver;
        this.stops = new StopOrders(loop, redriver);
    }

    /** Says who is to be told that the hot state was lost. */
    public void onWiped(Runnable listener) {
        this.onWiped = listener;
    }

    void onRoom(Runnable listener) {
        this.onRoom = listener;
    }

    /** Tells whether so much is under way that nothing more should be decided for now. */
    boolean isFull() {
        return inFlight >= MAX_IN_FLIGHT;
    }

    boolean isIdle() {
        return inFlight == 0 && stops.isIdle();
    }

    /** Carries out what a commit decided; the turns are those whose version was stored. */
    void send(Sending sending, List<Turn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        Batch batch = new Batch(sending, turns.size());
        turns.forEach(turn -> send(batch, turn));
    }

    /** Answers a turn that changed nothing, and gives its messages back. */
    void refused(Turn turn) {
        boolean redelivered = turn.metStartedTasks() || turn.mails().stream().anyMatch(Mail::redelivered);
        turn.answer();
        if (turn.metEarlyTimers()) {
            attempt("set timers again", () -> setTimersAgain(turn));
        } else if (redelivered) {
            Answers.of(
                    () -> redriver.redrive(List.of(turn.before().id()), Cause.REDELIVERED), loop, (done, failure) -> {
                        if (failure == null) {
                            acknowledge(turn);
                        }
                    });
        } else {
            acknowledge(turn);
        }
    }

    /** A timer whose message is still there counts as fired, so the message goes first. */
    private CompletionStage<Void> setTimersAgain(Turn turn) {
        return live.acknowledge(turn.receipts())
                .thenCompose(done -> redriver.redrive(List.of(turn.after().id()), Cause.EARLY_TIMER));
    }

    /** Answers a mail that could not be decided; a message about nothing is not worth keeping. */
    void failed(Mail mail, Throwable failure) {
        mail.answer().completeExceptionally(failure);
        if (failure instanceof UnknownExecution unknown && mail.receipt() != null) {
            LOG.log(
                    Level.WARNING,
                    "Dropped a message about an execution that does not exist",
                    Subject.of(unknown.id()));
            acknowledge(List.of(mail.receipt()));
        }
    }

    /** Confirms now what was to be confirmed with a later commit: there will be none. */
    CompletionStage<Void> flush() {
        Set<UUID> batches = takeConfirmed();
        if (batches.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        return journal.confirm(batches).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "Others will drive again what could not be confirmed: {0}", failure);
            }
        });
    }

    /** The effect batches that the next commit may forget. */
    Set<UUID> takeConfirmed() {
        Set<UUID> taken = Set.copyOf(confirmed);
        confirmed.clear();
        return taken;
    }

    /** Takes back what a commit that failed was to forget. */
    void confirmLater(Set<UUID> batches) {
        confirmed.addAll(batches);
        if (!confirmed.isEmpty()) {
            confirmSoon();
        }
    }

    private void send(Batch batch, Turn turn) {
        boolean wasRunning = turn.before().status() == ExecutionStatus.RUNNING;
        if (!wasRunning && turn.after().status() != ExecutionStatus.RUNNING) {
            turn.answer();
            acknowledge(turn);
            batch.done(true);
            return;
        }
        inFlight++;
        EventLoop.Timer impatience = turn.hasCallers() ? loop.after(PATIENCE, turn::answerCallers) : () -> {};
        Answers.of(() -> apply(batch, turn, wasRunning ? Mode.DELTA : Mode.RESTORE), loop, (applied, failure) -> {
            inFlight--;
            impatience.cancel();
            boolean done = failure == null && Boolean.TRUE.equals(applied);
            batch.done(done);
            if (done) {
                turn.answer();
            } else {
                stops.answer(turn);
            }
            onRoom.run();
        });
    }

    private CompletionStage<Boolean> apply(Batch batch, Turn turn, Mode mode) {
        if (loop.nanoTime() - batch.sending.decidedAt() > STALE_NANOS) {
            return repair(turn, Cause.UNFINISHED_EFFECTS);
        }
        Change change = new Change(
                mode, turn.after(), turn.before().version(), turn.changedNodes(), turn.effects(), turn.receipts());
        return live.apply(change).thenCompose(reply -> settled(turn, reply));
    }

    private CompletionStage<Boolean> settled(Turn turn, Reply reply) {
        return switch (reply) {
            case APPLIED ->
                turn.metEarlyTimers() ? repair(turn, Cause.EARLY_TIMER) : CompletableFuture.completedStage(true);
            case GAP, STALE -> repair(turn, Cause.GAP);
            case WIPED -> {
                loop.execute(onWiped);
                yield CompletableFuture.completedStage(false);
            }
        };
    }

    private CompletionStage<Boolean> repair(Turn turn, Cause cause) {
        if (turn.metEarlyTimers()) {
            return setTimersAgain(turn).thenApply(done -> true);
        }
        return redriver.redrive(List.of(turn.after().id()), cause).thenApply(done -> {
            acknowledge(turn);
            return true;
        });
    }

    private void acknowledge(Turn turn) {
        if (!turn.receipts().isEmpty()) {
            acknowledge(turn.receipts());
        }
    }

    private void acknowledge(List<Receipt> receipts) {
        attempt("acknowledge", () -> live.acknowledge(receipts));
    }

    private void confirmSoon() {
        if (!confirmScheduled) {
            confirmScheduled = true;
            loop.after(IDLE_BEFORE_CONFIRM, () -> {
                confirmScheduled = false;
                confirm(takeConfirmed());
            });
        }
    }

    private void confirm(Collection<UUID> batches) {
        if (!batches.isEmpty()) {
            attempt("confirm effects", () -> journal.confirm(batches));
        }
    }

    /** An outage here costs a repetition later and nothing else, so it is told and not passed on. */
    private void attempt(String what, Supplier<CompletionStage<Void>> call) {
        Answers.of(call, loop, (done, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "Could not {0}: {1}", what, failure);
            }
        });
    }

    /**
     * @param commit the commit's id, also of its effect batch
     * @param decidedAt when, by the loop's monotonic clock
     */
    record Sending(UUID commit, long decidedAt) {}

    /** Counts down the executions of a commit whose effects are under way. */
    private final class Batch {
        private final Sending sending;
        private int open;
        private boolean whole = true;

        Batch(Sending sending, int open) {
            this.sending = sending;
            this.open = open;
        }

        void done(boolean applied) {
            whole &= applied;
            if (--open == 0 && whole) {
                confirmed.add(sending.commit());
                confirmSoon();
            }
        }
    }
}

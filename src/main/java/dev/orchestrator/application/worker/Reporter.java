package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.TaskQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends completions until the queue has taken them, within bounds: a store that is away for a while loses no result. */
final class Reporter {
    private static final Logger LOG = System.getLogger(Reporter.class.getName());

    private final TaskQueue queue;
    private final EventLoop loop;
    private final Duration keep;

    Reporter(TaskQueue queue, EventLoop loop, Duration keep) {
        this.queue = queue;
        this.loop = loop;
        this.keep = keep;
    }

    /** Calls back once, when the completion was accepted or the time for it is over. */
    void send(Attempt attempt, Outcome outcome, Report report, Runnable done) {
        new Sending(attempt, outcome, report, done).start();
    }

    private final class Sending {
        private final Backoff backoff = new Backoff();
        private final Attempt attempt;
        private final Outcome outcome;
        private final Report report;
        private final Runnable done;
        private EventLoop.Timer bound = () -> {};
        private boolean over;

        Sending(Attempt attempt, Outcome outcome, Report report, Runnable done) {
            this.attempt = attempt;
            this.outcome = outcome;
            this.report = report;
            this.done = done;
        }

        void start() {
            bound = loop.after(keep, this::giveUp);
            tryOnce();
        }

        private void tryOnce() {
            if (!over) {
                Answers.of(
                        () -> queue.complete(attempt.task(), outcome, report),
                        loop,
                        (nothing, failure) -> answered(failure));
            }
        }

        private void answered(@Nullable Throwable failure) {
            if (over) {
                return;
            }
            if (failure == null) {
                end();
                return;
            }
            if (backoff.isFresh()) {
                LOG.log(Level.WARNING, "cannot report how a task ended yet: {0}", failure, Subject.of(attempt.task()));
            }
            loop.after(backoff.next(), this::tryOnce);
        }

        private void giveUp() {
            LOG.log(
                    Level.ERROR,
                    "the report of how a task ended is given up; its lease will run out",
                    Subject.of(attempt.task()));
            end();
        }

        private void end() {
            over = true;
            bound.cancel();
            done.run();
        }
    }
}

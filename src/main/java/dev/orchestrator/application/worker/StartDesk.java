package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.TaskQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks before the handler of a task that may be started once is called, until there is an answer. The nonce is made for
 * one attempt of this process, so what is granted to it cannot be taken by anybody else, nor twice.
 *
 * <p>While it asks, the task keeps its slot and its lease, and the attempt's own time does not run.
 */
final class StartDesk {
    private static final Logger LOG = System.getLogger(StartDesk.class.getName());
    /** A decision takes a few milliseconds where nothing is wrong. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(5);

    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final TaskQueue queue;
    private final EventLoop loop;
    private final WorkerSettings settings;
    private final Consumer<Attempt> refused;
    private Supplier<String> nonces;
    private long asked;

    StartDesk(TaskQueue queue, EventLoop loop, WorkerSettings settings, Consumer<Attempt> refused) {
        this.queue = queue;
        this.loop = loop;
        this.settings = settings;
        this.refused = refused;
        this.nonces = () -> settings.name() + "/" + ++asked;
    }

    void naming(Supplier<String> source) {
        nonces = source;
    }

    /** Completes when the handler may be called; never, when it may not. On the loop. */
    CompletionStage<@Nullable Void> ask(Attempt attempt) {
        Asking asking = new Asking(attempt, new Claim(settings.name(), nonces.get(), settings.lease()));
        attempt.asks();
        asking.look();
        return asking.granted;
    }

    private final class Asking {
        private final CompletableFuture<@Nullable Void> granted = new CompletableFuture<>();
        private final Backoff looks = new Backoff(FIRST_LOOK, LAST_LOOK);
        private final Attempt attempt;
        private final Claim claim;
        private boolean failing;

        Asking(Attempt attempt, Claim claim) {
            this.attempt = attempt;
            this.claim = claim;
        }

        private void look() {
            if (isWanted()) {
                long since = loop.nanoTime();
                Answers.of(
                        () -> queue.askToStart(attempt.task(), claim),
                        loop,
                        (answer, failure) -> answered(answer, failure, since));
            }
        }

        private boolean isWanted() {
            return !attempt.signal.isCancelled() && !attempt.isReporting();
        }

        private void answered(TaskQueue.@Nullable Start answer, @Nullable Throwable failure, long since) {
            if (!isWanted()) {
                return;
            }
            if (answer == TaskQueue.Start.REFUSED) {
                refused.accept(attempt);
            } else if (answer == TaskQueue.Start.GRANTED
                    && loop.nanoTime() - since < claim.lease().toNanos()) {
                attempt.begins(loop);
                granted.complete(null);
            } else {
                note(failure);
                loop.after(looks.next(), this::look);
            }
        }

        /** An answer older than the lease is as good as none: the task may have been given up since. */
        private void note(@Nullable Throwable failure) {
            if (failure != null && !failing) {
                LOG.log(Level.WARNING, "cannot ask for a start yet: {0}", failure, Subject.of(attempt.task()));
            }
            failing = failure != null;
        }
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Calls that wait for something to arrive: all are tried again after each arrival, in the order they came. */
final class Arrivals {
    private final Set<Runnable> waiting = new LinkedHashSet<>();

    synchronized void signal() {
        List.copyOf(waiting).forEach(Runnable::run);
    }

    /** Answers the attempt's first result that is not empty, or an empty one when patience is over. */
    <T> CompletionStage<List<T>> await(EventLoop loop, Duration patience, Supplier<List<T>> attempt) {
        Wait<T> wait = new Wait<>(loop, attempt);
        loop.execute(() -> wait.begin(patience));
        return wait.reply;
    }

    private synchronized void add(Runnable wait) {
        waiting.add(wait);
    }

    private synchronized void remove(Runnable wait) {
        waiting.remove(wait);
    }

    /** One waiting call; confined to its loop. */
    private final class Wait<T> {
        private final EventLoop loop;
        private final Supplier<List<T>> attempt;
        private final CompletableFuture<List<T>> reply = new CompletableFuture<>();
        private final Runnable retry;
        private boolean over;
        private EventLoop.Timer timer = () -> {};

        Wait(EventLoop loop, Supplier<List<T>> attempt) {
            this.loop = loop;
            this.attempt = attempt;
            this.retry = () -> loop.execute(this::tryAgain);
        }

        void begin(Duration patience) {
            if (!patience.isZero()) {
                add(retry);
                timer = loop.after(patience, () -> end(List.of()));
            }
            tryAgain();
            if (patience.isZero()) {
                end(List.of());
            }
        }

        private void tryAgain() {
            if (over) {
                return;
            }
            try {
                List<T> found = attempt.get();
                if (!found.isEmpty()) {
                    end(found);
                }
            } catch (RuntimeException e) {
                finish();
                loop.execute(() -> reply.completeExceptionally(e));
            }
        }

        private void end(List<T> result) {
            if (!over) {
                finish();
                loop.execute(() -> reply.complete(result));
            }
        }

        private void finish() {
            over = true;
            remove(retry);
            timer.cancel();
        }
    }
}

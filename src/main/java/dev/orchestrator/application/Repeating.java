package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A chore that is done over and over, each time after the pause that the last time asked for; never twice at once.
 *
 * <p>A failure is told once per outage, waited out and tried again.
 */
final class Repeating {
    private static final Logger LOG = System.getLogger(Repeating.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final String name;
    private final Supplier<CompletionStage<Duration>> chore;
    private EventLoop.@Nullable Timer timer;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;
    private boolean running;
    private boolean failing;

    Repeating(EventLoop loop, String name, Supplier<CompletionStage<Duration>> chore) {
        this.loop = loop;
        this.name = name;
        this.chore = chore;
    }

    void start() {
        loop.execute(this::run);
    }

    /** Does the chore soon, instead of at the end of the present pause. */
    void hurry() {
        loop.execute(() -> {
            if (timer != null) {
                timer.cancel();
                timer = null;
                run();
            }
        });
    }

    /** Completes when the chore is not under way and will not be done again. */
    CompletionStage<Void> stop() {
        loop.execute(() -> {
            stopping = true;
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            if (!running) {
                stopped.complete(null);
            }
        });
        return stopped;
    }

    private void run() {
        if (running || stopping) {
            return;
        }
        timer = null;
        running = true;
        Answers.of(chore, loop, this::after);
    }

    private void after(@Nullable Duration pause, @Nullable Throwable failure) {
        running = false;
        if (stopping) {
            stopped.complete(null);
            return;
        }
        tell(failure);
        Duration wait = pause == null || failure != null ? AFTER_FAILURE : pause;
        if (wait.isZero()) {
            loop.execute(this::run);
        } else {
            timer = loop.after(wait, this::run);
        }
    }

    private void tell(@Nullable Throwable failure) {
        if (failure != null && !failing) {
            LOG.log(Level.WARNING, "Trouble {0}, trying again until it works: {1}", name, failure);
        } else if (failure == null && failing) {
            LOG.log(Level.INFO, "No more trouble {0}", name);
        }
        failing = failure != null;
    }
}

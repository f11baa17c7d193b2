package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Pulse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Feels a store's pulse all the time, so that an outage is known before anybody waits for it.
 *
 * <p>A question that fails is asked again at once: one cut connection is no outage. One that is not answered is given
 * a second, and a moment more for what waits on a loop that was busy itself.
 */
public final class PulseWatch {
    private static final Logger LOG = System.getLogger(PulseWatch.class.getName());
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final EventLoop loop;
    private final Pulse pulse;
    private final StoreState state;
    private final Repeating looking;

    public PulseWatch(EventLoop loop, Pulse pulse, StoreState state) {
        this.loop = loop;
        this.pulse = pulse;
        this.state = state;
        this.looking = new Repeating(loop, "feeling the pulse of " + pulse.name(), this::look);
    }

    public void start() {
        looking.start();
    }

    public CompletionStage<Void> stop() {
        return looking.stop();
    }

    private CompletionStage<Duration> look() {
        return ask().thenCompose(first ->
                        first == Beat.FAILED && !state.isAway() ? ask() : CompletableFuture.completedStage(first))
                .thenApply(beat -> {
                    found(beat == Beat.HEARD);
                    return LOOK;
                });
    }

    private enum Beat {
        HEARD,
        FAILED,
        SILENT
    }

    private CompletionStage<Beat> ask() {
        CompletableFuture<Beat> beat = new CompletableFuture<>();
        EventLoop.Timer patience = loop.after(PATIENCE, () -> loop.after(MOMENT, () -> beat.complete(Beat.SILENT)));
        Answers.of(pulse::beats, loop, (@Nullable Boolean beats, @Nullable Throwable failure) -> {
            patience.cancel();
            beat.complete(Boolean.TRUE.equals(beats) ? Beat.HEARD : Beat.FAILED);
        });
        return beat;
    }

    private void found(boolean answering) {
        if (state.isAway() == answering) {
            LOG.log(
                    answering ? Level.INFO : Level.WARNING,
                    answering ? "{0} answers again" : "{0} does not answer: what needs it is refused until it does",
                    pulse.name());
        }
        state.found(answering);
    }
}

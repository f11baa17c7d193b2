package dev.orchestrator.application;

import dev.orchestrator.ports.out.BeatRecord;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Upkeep;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the hot store is still the one that was known, by a beat with each look.
 *
 * <p>A beat is written down beside the journal after the store made it, and what others wrote down is held against the
 * store at the next look. So whatever is late, or away, no more is ever expected of the store than it once had: a slow
 * answer, or none, declares no loss. Looks do not wait for the database.
 */
public final class StoreWatch {
    private static final Logger LOG = System.getLogger(StoreWatch.class.getName());

    private final EventLoop loop;
    private final Upkeep upkeep;
    private final BeatRecord record;
    private Beats witnessed = Beats.NONE;
    private boolean remembering;
    private boolean failing;

    public StoreWatch(EventLoop loop, Upkeep upkeep, BeatRecord record) {
        this.loop = loop;
        this.upkeep = upkeep;
        this.record = record;
    }

    /** The first look: what was written down before this process began is asked for first. */
    CompletionStage<Boolean> begin() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Answers.of(record::remembered, loop, (beats, failure) -> {
            note(beats, failure);
            asked.complete(null);
        });
        return asked.thenCompose(done -> look());
    }

    /** Answers true when the hot store is new, lost or replaced. To be called on the loop. */
    CompletionStage<Boolean> look() {
        return upkeep.identify(witnessed)
                .thenApplyAsync(
                        identity -> {
                            witnessed = witnessed.or(identity.beats());
                            remember(identity.beats());
                            return identity.replaced();
                        },
                        loop);
    }

    private void remember(Beats beats) {
        if (!remembering) {
            remembering = true;
            Answers.of(() -> record.remember(beats), loop, (known, failure) -> {
                remembering = false;
                note(known, failure);
            });
        }
    }

    private void note(@Nullable Beats known, @Nullable Throwable failure) {
        if (known != null) {
            witnessed = witnessed.or(known);
        } else if (!failing) {
            LOG.log(Level.WARNING, "Cannot write down the beats of the hot state: {0}", failure);
        }
        failing = failure != null;
    }
}

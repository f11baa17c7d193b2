package dev.orchestrator.twins;

import dev.orchestrator.ports.out.BeatRecord;
import dev.orchestrator.ports.out.Beats;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The beats that are remembered in a store in memory. */
public final class InMemoryBeatRecord implements BeatRecord {
    private final InMemoryStore store;
    private final Calls calls;

    public InMemoryBeatRecord(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<Beats> remembered() {
        return remember(Beats.NONE);
    }

    @Override
    public CompletionStage<Beats> remember(Beats beats) {
        return calls.call(() -> {
            synchronized (store) {
                store.beats = store.beats.or(beats);
                return store.beats;
            }
        });
    }
}

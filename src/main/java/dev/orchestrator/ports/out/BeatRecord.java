package dev.orchestrator.ports.out;

import java.util.concurrent.CompletionStage;

/**
 * Remembers beside the journal how far the beats of the hot store had come. It is told after they were made, so it never
 * knows more than a store that has lost nothing.
 */
public interface BeatRecord {
    CompletionStage<Beats> remembered();

    /** Writes down those that are greater than what is remembered, and answers what is remembered of these shards then. */
    CompletionStage<Beats> remember(Beats beats);
}

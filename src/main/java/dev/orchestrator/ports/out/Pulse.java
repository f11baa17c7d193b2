package dev.orchestrator.ports.out;

import java.util.concurrent.CompletionStage;

/** A store that the engine cannot do without, asked whether it answers. */
public interface Pulse {
    /** The store's name as operators know it: {@code redis}, {@code postgres}. */
    String name();

    /** Asks the store for something trivial. No answer, a failed stage and false all mean: down. */
    CompletionStage<Boolean> beats();
}

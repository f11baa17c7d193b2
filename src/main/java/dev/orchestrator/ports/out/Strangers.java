package dev.orchestrator.ports.out;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What nobody understood in the hot store: set aside there, within bounds, until somebody keeps it for good. */
public interface Strangers {
    /** The oldest of them. */
    CompletionStage<List<Found>> oldest(int limit);

    /** Forgets them. */
    CompletionStage<Void> release(Collection<Found> found);

    /**
     * @param place what the hot store knows it by
     * @param item the same each time it is found
     */
    record Found(String place, Quarantine.Item item) {}
}

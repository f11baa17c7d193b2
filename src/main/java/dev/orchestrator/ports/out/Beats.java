package dev.orchestrator.ports.out;

import java.util.HashMap;
import java.util.Map;

/** How often the hot store has been identified, by shard. The numbers only rise, unless the store loses something. */
public record Beats(Map<Integer, Long> byShard) {
    public static final Beats NONE = new Beats(Map.of());

    public Beats {
        byShard = Map.copyOf(byShard);
    }

    public long of(int shard) {
        return byShard.getOrDefault(shard, 0L);
    }

    /** The greater number of both for each shard. */
    public Beats or(Beats other) {
        Map<Integer, Long> both = new HashMap<>(byShard);
        other.byShard.forEach((shard, beats) -> both.merge(shard, beats, Math::max));
        return new Beats(both);
    }
}

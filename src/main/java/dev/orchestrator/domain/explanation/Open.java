package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.definition.NodeId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the hot store has out of an execution.
 *
 * @param at the store's time
 * @param places where the nodes' dispatches are
 * @param alarms the nodes' timers
 * @param timeout the execution's own timer
 */
public record Open(Instant at, Map<NodeId, Place> places, Map<NodeId, Alarm> alarms, @Nullable Alarm timeout) {
    public Open {
        places = Map.copyOf(places);
        alarms = Map.copyOf(alarms);
    }
}

package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.definition.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an explanation may depend on besides the state.
 *
 * @param open what is out; null when the hot store did not say
 * @param running the nodes that a worker holds
 * @param circuits the circuit breakers that something is known of, by name
 */
public record Surroundings(
        Instant now, @Nullable Open open, Fleet fleet, Set<NodeId> running, Map<String, Circuit> circuits) {
    public Surroundings(Instant now, @Nullable Open open, Fleet fleet, Set<NodeId> running) {
        this(now, open, fleet, running, Map.of());
    }

    /** The same with what is known of circuit breakers. */
    public Surroundings with(Map<String, Circuit> known) {
        return new Surroundings(now, open, fleet, running, known);
    }

    /** The hot store did not answer, or was not asked. */
    public static Surroundings unknown(Instant now) {
        return new Surroundings(now, null, Fleet.UNKNOWN, Set.of());
    }
}

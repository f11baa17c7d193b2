package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.out.Pulse;
import java.util.List;

/** The stores that the roles of this process need; a worker has no PostgreSQL. The bootstrap produces it. */
public record Pulses(List<Pulse> all) {
    public Pulses {
        all = List.copyOf(all);
    }
}

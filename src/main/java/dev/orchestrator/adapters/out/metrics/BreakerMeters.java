package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.BreakerWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** What the circuit breakers of a worker's handlers do. */
public final class BreakerMeters implements BreakerWatch {
    private static final EnumSet<State> ENTERED = EnumSet.of(State.OPEN, State.HALF_OPEN, State.CLOSED);

    private final Map<String, Counter> deferrals = new HashMap<>();
    private final Map<String, Map<State, Counter>> transitions = new HashMap<>();

    public BreakerMeters(MeterRegistry registry, Collection<String> handlers) {
        Meters meters = new Meters(registry);
        for (String handler : handlers) {
            deferrals.put(
                    handler,
                    meters.counter(
                            "workflow.breaker.deferrals",
                            "Tasks that were deferred by a circuit breaker instead of run, by handler",
                            "handler",
                            handler));
            transitions.put(handler, entered(meters, handler));
        }
    }

    private static Map<State, Counter> entered(Meters meters, String handler) {
        Map<State, Counter> counters = new EnumMap<>(State.class);
        for (State state : ENTERED) {
            counters.put(
                    state,
                    meters.counter(
                            "workflow.breaker.transitions",
                            "States that circuit breakers have entered, each counted by the worker that moved it",
                            "handler",
                            handler,
                            "to",
                            Meters.word(state)));
        }
        return counters;
    }

    @Override
    public void deferred(String handler) {
        Counter counter = deferrals.get(handler);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void entered(String handler, State state) {
        Meters.count(transitions.getOrDefault(handler, Map.of()), state, 1);
    }
}

package dev.orchestrator.application.worker;

import java.util.HashMap;
import java.util.Map;

/**
 * The calls that this worker has under way, by breaker, and whether failures are known to be counted there: a success is
 * reported only then, so that all is well costs nothing. No larger than the worker has slots.
 */
final class Flights {
    private final Map<String, Flight> flights = new HashMap<>();

    void begin(String breaker, boolean counting) {
        Flight flight = flights.computeIfAbsent(breaker, any -> new Flight());
        flight.calls++;
        flight.counting |= counting;
    }

    void failed(String breaker) {
        Flight flight = flights.get(breaker);
        if (flight != null) {
            flight.counting = true;
        }
    }

    /** Tells whether the success that is to be reported now matters; it makes those that follow matter no more. */
    boolean succeeded(String breaker) {
        Flight flight = flights.get(breaker);
        boolean matters = flight != null && flight.counting;
        if (flight != null) {
            flight.counting = false;
        }
        return matters;
    }

    void end(String breaker) {
        flights.computeIfPresent(breaker, (any, flight) -> --flight.calls == 0 ? null : flight);
    }

    int size() {
        return flights.size();
    }

    private static final class Flight {
        private int calls;
        private boolean counting;
    }
}

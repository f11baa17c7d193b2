package dev.orchestrator.ports.out;

import dev.orchestrator.ports.out.Breaker.State;

/** Is told of what circuit breakers do: for metrics. */
public interface BreakerWatch {
    /** A task of this handler was deferred instead of run. */
    void deferred(String handler);

    /** A breaker of this handler has entered this state: open, half-open or closed. Told once in the whole fleet. */
    void entered(String handler, State state);

    /** Watches nothing. */
    BreakerWatch NONE = new BreakerWatch() {
        @Override
        public void deferred(String handler) {}

        @Override
        public void entered(String handler, State state) {}
    };
}

package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.ports.out.Breakers;

/** How the breakers of this installation behave. */
final class BreakerRules {
    private BreakerRules() {}

    static Breakers.Rules of(Settings.CircuitBreaker set) {
        return new Breakers.Rules(set.failureThreshold(), set.recovery(), set.halfOpenProbes());
    }
}

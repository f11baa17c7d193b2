package dev.orchestrator.architecture.planted;

import java.time.Instant;

/** Breaks the rule on clocks on purpose, so that the canary can show that the rules bite. */
class ReadsTheClock {
    Instant now() {
        return Instant.now();
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.QuarantineContract;

class InMemoryQuarantineTest extends QuarantineContract {
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine(Runnable::run);

    @Override
    protected Quarantine quarantine() {
        return quarantine;
    }
}

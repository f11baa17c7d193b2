package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.QuarantineContract;
import org.junit.jupiter.api.AfterEach;

class PostgresQuarantineTest extends QuarantineContract {
    private final TestPostgres postgres = new TestPostgres();
    private final Quarantine quarantine = new PostgresQuarantine(postgres.pool(2));

    @Override
    protected Quarantine quarantine() {
        return quarantine;
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}

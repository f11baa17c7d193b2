package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLettersContract;
import dev.orchestrator.ports.out.Journal;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;

class PostgresDeadLettersTest extends DeadLettersContract {
    private final TestPostgres postgres = new TestPostgres();
    private final Pool pool = postgres.pool(8);

    @Override
    protected DeadLetters letters() {
        return new PostgresDeadLetters(pool);
    }

    @Override
    protected Journal journal() {
        return new PostgresJournal(postgres.vertx(), pool, Patience.USUAL);
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}

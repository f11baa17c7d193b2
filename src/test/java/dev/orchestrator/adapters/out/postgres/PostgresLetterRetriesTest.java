package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.LetterRetriesContract;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;

class PostgresLetterRetriesTest extends LetterRetriesContract {
    private final TestPostgres postgres = new TestPostgres();
    private final Pool pool = postgres.pool(8);

    @Override
    protected LetterRetries retries() {
        return new PostgresLetterRetries(pool);
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}

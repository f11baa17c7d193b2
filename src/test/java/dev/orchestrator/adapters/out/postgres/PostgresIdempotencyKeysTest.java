package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.IdempotencyKeys;
import dev.orchestrator.ports.out.IdempotencyKeysContract;
import dev.orchestrator.ports.out.Journal;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;

class PostgresIdempotencyKeysTest extends IdempotencyKeysContract {
    private final TestPostgres postgres = new TestPostgres();
    private final Pool pool = postgres.pool(8);

    @Override
    protected IdempotencyKeys keys() {
        return new PostgresIdempotencyKeys(pool);
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

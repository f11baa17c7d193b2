package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.Executions;
import dev.orchestrator.ports.out.ExecutionsContract;
import dev.orchestrator.ports.out.Journal;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Inject;

/** Panache runs inside Quarkus only; the calls come from JUnit's thread, which is none of Vert.x. */
@QuarkusTest
@TestProfile(PostgresTestProfile.class)
class PostgresExecutionsTest extends ExecutionsContract {
    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Override
    protected Executions executions() {
        return new PostgresExecutions(vertx);
    }

    @Override
    protected Journal journal() {
        return new PostgresJournal(vertx, pool, Patience.USUAL);
    }
}

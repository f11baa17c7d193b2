package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.WorkflowVersions;
import dev.orchestrator.ports.out.WorkflowVersionsContract;
import org.junit.jupiter.api.AfterEach;

class PostgresWorkflowVersionsTest extends WorkflowVersionsContract {
    private final TestPostgres postgres = new TestPostgres();
    private final WorkflowVersions versions = new PostgresWorkflowVersions(postgres.pool(8));

    @Override
    protected WorkflowVersions versions() {
        return versions;
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}

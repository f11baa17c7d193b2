package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.JournalContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresJournalTest extends JournalContract {
    private static TestPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = new TestPostgres();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    protected Journal journal() {
        postgres.run(
                "truncate workflow, execution, execution_event, execution_snapshot, node_output, large_output, dead_letter,"
                        + " effect_batch, quarantine");
        return new PostgresJournal(postgres.vertx(), postgres.pool(4), Patience.USUAL);
    }
}

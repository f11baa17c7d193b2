package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.BeatRecord;
import dev.orchestrator.ports.out.BeatRecordContract;
import org.junit.jupiter.api.AfterEach;

class PostgresBeatRecordTest extends BeatRecordContract {
    private final TestPostgres postgres = new TestPostgres();

    @Override
    protected BeatRecord record() {
        return new PostgresBeatRecord(postgres.pool(2));
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}

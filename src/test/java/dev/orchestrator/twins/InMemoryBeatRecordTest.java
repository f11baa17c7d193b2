package dev.orchestrator.twins;

import dev.orchestrator.ports.out.BeatRecord;
import dev.orchestrator.ports.out.BeatRecordContract;

class InMemoryBeatRecordTest extends BeatRecordContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected BeatRecord record() {
        return new InMemoryBeatRecord(store, Runnable::run);
    }
}

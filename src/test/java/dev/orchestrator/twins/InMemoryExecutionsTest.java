package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Executions;
import dev.orchestrator.ports.out.ExecutionsContract;
import dev.orchestrator.ports.out.Journal;

class InMemoryExecutionsTest extends ExecutionsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Executions executions() {
        return new InMemoryExecutions(store, Runnable::run);
    }

    @Override
    protected Journal journal() {
        return new InMemoryJournal(store, Runnable::run);
    }
}

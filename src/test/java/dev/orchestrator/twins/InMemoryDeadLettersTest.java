package dev.orchestrator.twins;

import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLettersContract;
import dev.orchestrator.ports.out.Journal;

class InMemoryDeadLettersTest extends DeadLettersContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected DeadLetters letters() {
        return new InMemoryDeadLetters(store, Runnable::run);
    }

    @Override
    protected Journal journal() {
        return new InMemoryJournal(store, Runnable::run);
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.JournalContract;

class InMemoryJournalTest extends JournalContract {
    @Override
    protected Journal journal() {
        return new InMemoryJournal();
    }
}

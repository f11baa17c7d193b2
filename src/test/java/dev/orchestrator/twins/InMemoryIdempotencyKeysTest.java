package dev.orchestrator.twins;

import dev.orchestrator.ports.out.IdempotencyKeys;
import dev.orchestrator.ports.out.IdempotencyKeysContract;
import dev.orchestrator.ports.out.Journal;

class InMemoryIdempotencyKeysTest extends IdempotencyKeysContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected IdempotencyKeys keys() {
        return new InMemoryIdempotencyKeys(store, Runnable::run);
    }

    @Override
    protected Journal journal() {
        return new InMemoryJournal(store, Runnable::run);
    }
}

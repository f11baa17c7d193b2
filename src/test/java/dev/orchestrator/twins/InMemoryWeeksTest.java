package dev.orchestrator.twins;

import dev.orchestrator.ports.out.WeeksContract;

class InMemoryWeeksTest extends WeeksContract {
    @Override
    protected Ports open() {
        InMemoryStore store = new InMemoryStore();
        return new Ports(
                new InMemoryWeeks(store, Runnable::run),
                new InMemoryJournal(store, Runnable::run),
                new InMemoryDeadLetters(store, Runnable::run),
                new InMemoryIdempotencyKeys(store, Runnable::run));
    }
}

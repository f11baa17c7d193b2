package dev.orchestrator.twins;

import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.LetterRetriesContract;
import java.time.Instant;

class InMemoryLetterRetriesTest extends LetterRetriesContract {
    private final InMemoryLetterRetries.Table table = new InMemoryLetterRetries.Table();
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    protected LetterRetries retries() {
        return new InMemoryLetterRetries(table, () -> now = now.plusMillis(1), Runnable::run);
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Executions;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The rows of all executions, from the tables of an in-memory journal. */
public final class InMemoryExecutions implements Executions {
    private final InMemoryStore store;
    private final Calls calls;

    public InMemoryExecutions(InMemoryStore store, Executor executor) {
        this.store = store;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<List<Row>> list(Query query) {
        return calls.call(() -> {
            synchronized (store) {
                return store.executions.descendingMap().values().stream()
                        .map(StoredExecution::row)
                        .filter(row -> matches(row, query))
                        .limit(query.limit())
                        .toList();
            }
        });
    }

    private static boolean matches(Row row, Query query) {
        return (query.status() == null || row.status() == query.status())
                && (query.name() == null || row.name().equals(query.name()))
                && (query.since() == null || !row.submittedAt().isBefore(query.since()))
                && (query.before() == null || row.id().compareTo(query.before()) < 0);
    }
}

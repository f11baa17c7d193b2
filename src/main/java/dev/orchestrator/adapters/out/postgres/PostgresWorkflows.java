package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Workflows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The stored workflows on PostgreSQL, with those used last kept as they were read. */
public final class PostgresWorkflows implements Workflows {
    private static final String FIND = "SELECT id, definition FROM workflow WHERE id = ANY($1::uuid[])";
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long MOST_CACHED_CHARS = 64L << 20;

    private final Database database;
    private final WorkflowCache cache = new WorkflowCache(MOST_CACHED_CHARS);

    public PostgresWorkflows(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Map<WorkflowId, Workflow>> find(Collection<WorkflowId> ids) {
        Map<WorkflowId, Workflow> found = new HashMap<>();
        Set<UUID> missing = new HashSet<>();
        for (WorkflowId id : ids) {
            Workflow known = cache.get(id);
            if (known == null) {
                missing.add(id.value());
            } else {
                found.put(id, known);
            }
        }
        return (missing.isEmpty() ? Future.succeededFuture(found) : load(missing, found)).toCompletionStage();
    }

    private Future<Map<WorkflowId, Workflow>> load(Set<UUID> missing, Map<WorkflowId, Workflow> found) {
        return database.read(FIND, Tuple.of((Object) missing.toArray(new UUID[0])))
                .map(rows -> {
                    rows.forEach(row -> found.put(new WorkflowId(row.getUUID(0)), read(row)));
                    return found;
                });
    }

    private Workflow read(Row row) {
        String definition = row.getString(1);
        Workflow workflow = StoredDefinition.read(definition);
        cache.put(new WorkflowId(row.getUUID(0)), workflow, definition.length());
        return workflow;
    }
}

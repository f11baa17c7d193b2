package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.IdempotencyKeys;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The keys of requests on PostgreSQL. They are written by {@link Clause#KEYS} and nowhere else. */
public final class PostgresIdempotencyKeys implements IdempotencyKeys {
    private static final String FIND = "SELECT k.request, k.execution_id, x.workflow_id FROM idempotency_key k"
            + " JOIN LATERAL (SELECT workflow_id FROM execution WHERE id = k.execution_id LIMIT 1) x ON true WHERE k.client = $1 AND k.key = $2";
    private static final String RELEASE = "DELETE FROM idempotency_key k WHERE k.client = $1 AND k.key = $2"
            + " AND NOT EXISTS (SELECT FROM execution x WHERE x.id = k.execution_id)";
    /** Rows that somebody else is forgetting are left to them. */
    private static final String FORGET = "DELETE FROM idempotency_key WHERE (client, key) IN (SELECT client, key"
            + " FROM idempotency_key WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)";

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Database database;

    public PostgresIdempotencyKeys(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Optional<Used>> find(String client, String key) {
        return database.read(FIND, Tuple.of(client, key))
                .map(rows -> rows.size() == 0
                        ? Optional.<Used>empty()
                        : Optional.of(used(rows.iterator().next())))
                .toCompletionStage();
    }

    private static Used used(Row row) {
        return new Used(row.getString(0), new ExecutionId(row.getUUID(1)), new WorkflowId(row.getUUID(2)));
    }

    @Override
    public CompletionStage<Void> release(String client, String key) {
        return database.query(RELEASE, Tuple.of(client, key)).<Void>mapEmpty().toCompletionStage();
    }

    @Override
    public CompletionStage<Integer> forget(Instant before, int limit) {
        return database.query(FORGET, Tuple.of(CommitRows.time(before), limit))
                .map(rows -> rows.rowCount())
                .toCompletionStage();
    }
}

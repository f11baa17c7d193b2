package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.OutcomeUnknown;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Sends a batch once, and finds out which of its versions are stored under its commit id. */
final class CommitTry {
    private static final String MINE = "SELECT e.execution_id FROM unnest($2::uuid[], $3::int[]) r(id, version)"
            + " JOIN execution_event e ON e.execution_id = r.id AND e.version = r.version"
            + " WHERE e.commit_id = $1 AND e.execution_id BETWEEN $4 AND $5";

    private final Batch batch;
    private final List<EncodedAppend> appends;

    CommitTry(Batch batch, List<EncodedAppend> appends) {
        this.batch = batch;
        this.appends = appends;
    }

    Future<Set<ExecutionId>> send(Database database) {
        return database.withConnection(connection -> {
            CommitRows rows = new CommitRows(batch, appends);
            return connection
                    .preparedQuery(rows.sql())
                    .execute(rows.parameters())
                    .map(CommitTry::executions)
                    .compose(won -> won.size() == appends.size() ? Future.succeededFuture(won) : mine(connection));
        });
    }

    /** What RETURNING did not name was stored before: by another, or by an earlier try of this same batch. */
    private Future<Set<ExecutionId>> mine(SqlConnection connection) {
        UUID[] ids = appends.stream().map(it -> it.execution().value()).toArray(UUID[]::new);
        Integer[] versions =
                appends.stream().map(it -> it.append().entry().version()).toArray(Integer[]::new);
        return connection
                .preparedQuery(MINE)
                .execute(Tuple.of(batch.id(), ids, versions, ids[0], ids[ids.length - 1]))
                .map(CommitTry::executions)
                // Whatever the server says of this question, what went before it is committed.
                .recover(failure ->
                        Future.failedFuture(new OutcomeUnknown("PostgreSQL: " + failure.getMessage(), failure)));
    }

    private static Set<ExecutionId> executions(Iterable<Row> rows) {
        Set<ExecutionId> ids = new HashSet<>();
        rows.forEach(row -> ids.add(new ExecutionId(row.getUUID(0))));
        return ids;
    }
}

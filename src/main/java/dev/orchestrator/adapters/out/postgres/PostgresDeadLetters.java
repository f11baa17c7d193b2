package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.ports.out.DeadLetters;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dead letters on PostgreSQL. Commits of the journal write and close them; only discarding happens here. */
public final class PostgresDeadLetters implements DeadLetters {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final UUID GREATEST = new UUID(-1, -1);
    private static final String SELECT =
            "SELECT d.id, d.execution_id, d.node, d.handler, d.attempts, d.category, d.code,"
                    + " d.message, d.fingerprint, coalesce(x.triggered_at, x.submitted_at), d.failed_at, d.status"
                    + " FROM dead_letter d JOIN execution x ON x.id = d.execution_id ";
    private static final String OPEN =
            SELECT + "WHERE d.status = 'open' AND d.id < $1 ORDER BY d.status, d.id DESC LIMIT $2";
    private static final String FIND = SELECT + "WHERE d.id = $1";
    private static final String COUNT = "SELECT count(*) FROM dead_letter WHERE status = 'open'";
    private static final String DISCARD =
            "UPDATE dead_letter SET status = 'discarded', closed_at = $2 WHERE id = $1 AND status = 'open'";

    private final Database database;

    public PostgresDeadLetters(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<List<Letter>> open(@Nullable UUID before, int limit) {
        return letters(OPEN, Tuple.of(before == null ? GREATEST : before, limit));
    }

    @Override
    public CompletionStage<Long> count() {
        return database.query(COUNT, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Letter>> find(UUID id) {
        return letters(FIND, Tuple.of(id)).thenApply(found -> found.stream().findFirst());
    }

    @Override
    public CompletionStage<Boolean> discard(UUID id, Instant at) {
        return database.query(DISCARD, Tuple.of(id, CommitRows.time(at)))
                .map(rows -> rows.rowCount() == 1)
                .toCompletionStage();
    }

    private CompletionStage<List<Letter>> letters(String sql, Tuple values) {
        return database.query(sql, values)
                .map(rows -> {
                    List<Letter> letters = new ArrayList<>();
                    rows.forEach(row -> letters.add(letter(row)));
                    return letters;
                })
                .toCompletionStage();
    }

    private static Letter letter(Row row) {
        return new Letter(
                row.getUUID(0),
                new Place(new ExecutionId(row.getUUID(1)), new NodeId(row.getString(2)), row.getString(3)),
                row.getInteger(4),
                new Failure(ErrorCategory.valueOf(row.getString(5)), row.getString(6), row.getString(7)),
                row.getString(8),
                row.getOffsetDateTime(9).toInstant(),
                row.getOffsetDateTime(10).toInstant(),
                row.getString(11).equals("open"));
    }
}

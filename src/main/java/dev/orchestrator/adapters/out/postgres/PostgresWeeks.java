package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.retention.Census;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Weeks;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The partitions of the journal and of what lies beside it; see V6 of the schema, and {@link WeekRemoval}. */
public final class PostgresWeeks implements Weeks {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** Any number that no other lock of this schema has. */
    private static final long LOCK = 7_239_584_011L;

    private static final String ALL = "SELECT DISTINCT substring(c.relname FROM '_([0-9]{8}|past|far)$')"
            + " FROM pg_class c JOIN unnest(parted_tables()) AS t"
            + " ON c.relname ~ ('^' || t || '_([0-9]{8}|past|far)$')"
            + " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace";
    private static final String MAKE = "SELECT make_weeks_of($1::uuid[])";
    private static final String MISSING = "SELECT first_id(w) FROM unnest($1::timestamptz[]) AS w"
            + " WHERE EXISTS (SELECT FROM unnest(parted_tables()) AS t WHERE NOT EXISTS (SELECT FROM pg_inherits"
            + " WHERE inhrelid = to_regclass(t || to_char(w AT TIME ZONE 'UTC', '_YYYYMMDD'))))";
    private static final String CENSUS =
            "SELECT count(*), count(*) FILTER (WHERE x.ended_at IS NULL OR x.ended_at >= $3"
                    + " OR d.execution_id IS NOT NULL) FROM execution x LEFT JOIN (SELECT DISTINCT execution_id"
                    + " FROM dead_letter WHERE status = 'open' AND execution_id >= $1 AND execution_id < $2) d"
                    + " ON d.execution_id = x.id WHERE x.id >= $1 AND x.id < $2";
    private static final String OLDEST = "SELECT submitted_at FROM execution ORDER BY id LIMIT 1";

    private final Database database;

    public PostgresWeeks(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<List<Week>> all() {
        return database.query(ALL, Tuple.tuple())
                .map(rows -> {
                    List<Week> weeks = new ArrayList<>();
                    rows.forEach(row -> weeks.add(WeekRange.week(row.getString(0))));
                    return weeks;
                })
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> prepare(Collection<Week> weeks) {
        Object[] starts = weeks.stream()
                .map(week -> CommitRows.time(week.start()))
                .toArray(size -> (Object[]) ColumnType.TIMESTAMPTZ.array(size));
        return database.query(MISSING, Tuple.of(starts))
                .map(rows -> {
                    List<UUID> missing = new ArrayList<>();
                    rows.forEach(row -> missing.add(row.getUUID(0)));
                    return missing;
                })
                .compose(missing -> missing.isEmpty() ? Future.succeededFuture() : make(database, missing))
                .toCompletionStage();
    }

    /** Makes what is missing for executions of these ids. */
    static Future<Void> makeFor(Database database, List<ExecutionId> executions) {
        return make(database, executions.stream().map(ExecutionId::value).toList());
    }

    private static Future<Void> make(Database database, List<UUID> ids) {
        return database.query(MAKE, Tuple.of(ids.toArray(UUID[]::new))).mapEmpty();
    }

    @Override
    public CompletionStage<Census> census(Week week, Instant endedBefore) {
        WeekRange range = WeekRange.of(week);
        return database.query(CENSUS, Tuple.of(range.first(), range.end(), CommitRows.time(endedBefore)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Census(row.getLong(0), row.getLong(1)))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> drop(Week week, Instant endedBefore) {
        return alone(false, connection -> new WeekRemoval(connection, week, endedBefore).drop());
    }

    @Override
    public CompletionStage<Integer> thin(Week week, Instant endedBefore, int most) {
        return alone(0, connection -> new WeekRemoval(connection, week, endedBefore).thin(most));
    }

    @Override
    public CompletionStage<Optional<Instant>> oldest() {
        return database.query(OLDEST, Tuple.tuple())
                .map(rows -> {
                    Optional<Instant> first = Optional.empty();
                    for (Row row : rows) {
                        first = Optional.of(row.getOffsetDateTime(0).toInstant());
                    }
                    return first;
                })
                .toCompletionStage();
    }

    /** The lock is the session's: it ends with the process, or with its connection. What is locked by others is not waited for. */
    private <T> CompletionStage<T> alone(T busy, Function<SqlConnection, Future<T>> work) {
        return database.withConnection(connection -> connection
                        .preparedQuery("SELECT pg_try_advisory_lock($1), set_config('lock_timeout', '2s', false)")
                        .execute(Tuple.of(LOCK))
                        .compose(rows -> rows.iterator().next().getBoolean(0)
                                ? work.apply(connection).eventually(() -> unlock(connection))
                                : Future.succeededFuture(busy))
                        .eventually(() -> connection.query("RESET lock_timeout").execute()))
                .recover(failure -> SqlFault.of(failure) == SqlFault.CONFLICT
                        ? Future.succeededFuture(busy)
                        : Future.failedFuture(failure))
                .toCompletionStage();
    }

    private static Future<?> unlock(SqlConnection connection) {
        return connection.preparedQuery("SELECT pg_advisory_unlock($1)").execute(Tuple.of(LOCK));
    }
}

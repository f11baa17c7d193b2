package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.retention.Week;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Removes old executions from one week.
 *
 * <p>A week is dropped table by table, that of the executions first: from then on nobody finds any of them, and what is
 * left of them is in nobody's way. Detaching concurrently takes no lock that a commit or a reader waits for. Every step can
 * be repeated, so what was cut short is taken up by looking at what is there.
 */
final class WeekRemoval {
    private static final int LETTERS_AT_A_TIME = 1_000;
    private static final List<String> TABLES =
            List.of("execution", "execution_event", "execution_snapshot", "node_output", "large_output");
    /** Closed ones go with their executions; open ones keep them. */
    private static final String LETTERS = "DELETE FROM dead_letter WHERE id = ANY(ARRAY(SELECT id FROM dead_letter"
            + " WHERE execution_id >= $1 AND execution_id < $2 AND status <> 'open' LIMIT "
            + LETTERS_AT_A_TIME + "))";

    private static final String STATE =
            "SELECT i.inhdetachpending FROM pg_inherits i WHERE i.inhrelid = to_regclass($1)";
    private static final String DROP = "SELECT drop_part($1, $2, $3)";
    /** Bounds on the ids let every part look into one partition only; rows that others have locked are left for later. */
    private static final String THIN = thin();

    private final SqlConnection connection;
    private final Week week;
    private final WeekRange range;
    private final OffsetDateTime endedBefore;

    WeekRemoval(SqlConnection connection, Week week, Instant endedBefore) {
        this.connection = connection;
        this.week = week;
        this.range = WeekRange.of(week);
        this.endedBefore = endedBefore.atOffset(ZoneOffset.UTC);
    }

    private static String thin() {
        StringBuilder sql = new StringBuilder("WITH gone AS MATERIALIZED (SELECT x.id FROM execution x"
                + " WHERE x.id >= $1 AND x.id < $2 AND x.ended_at < $3 AND NOT EXISTS (SELECT FROM dead_letter d"
                + " WHERE d.execution_id = x.id AND d.status = 'open') ORDER BY x.id LIMIT $4 FOR UPDATE SKIP LOCKED),"
                + " letters AS (DELETE FROM dead_letter WHERE execution_id = ANY(ARRAY(SELECT id FROM gone)))");
        TABLES.stream().skip(1).forEach(table -> sql.append(", of_")
                .append(table)
                .append(" AS (DELETE FROM ")
                .append(table)
                .append(" WHERE execution_id >= $1 AND execution_id < $2"
                        + " AND execution_id = ANY(ARRAY(SELECT id FROM gone)))"));
        return sql.append(" DELETE FROM execution WHERE id >= $1 AND id < $2 AND id = ANY(ARRAY(SELECT id FROM gone))")
                .toString();
    }

    Future<Integer> thin(int most) {
        return query(THIN, range.first(), range.end(), endedBefore, most).map(RowSet::rowCount);
    }

    /** False when somebody in it turned out to be alive, and then it is as it was; or when nothing was left to be dropped. */
    Future<Boolean> drop() {
        Future<Part> gone = drop(TABLES.get(0))
                .compose(part -> part == Part.KEPT
                        ? Future.succeededFuture(part)
                        : letters().map(part));
        for (String table : TABLES.subList(1, TABLES.size())) {
            gone = gone.compose(before -> before == Part.KEPT
                    ? Future.succeededFuture(before)
                    : drop(table).map(part -> part == Part.ABSENT ? before : part));
        }
        return gone.map(part -> part == Part.DROPPED);
    }

    private enum Part {
        DROPPED,
        ABSENT,
        KEPT
    }

    private Future<Void> letters() {
        return query(LETTERS, range.first(), range.end())
                .compose(rows -> rows.rowCount() < LETTERS_AT_A_TIME ? Future.succeededFuture() : letters());
    }

    private Future<Part> drop(String table) {
        String part = table + "_" + range.name();
        return query(STATE, part)
                .compose(rows -> {
                    for (Row row : rows) {
                        return detach(table, part, row.getBoolean(0) ? "FINALIZE" : "CONCURRENTLY");
                    }
                    return Future.succeededFuture();
                })
                .compose(detached -> query(DROP, table, week.monday(), endedBefore))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture(Part.DROPPED)
                        : query("SELECT to_regclass($1) IS NULL", part)
                                .map(left -> left.iterator().next().getBoolean(0) ? Part.ABSENT : Part.KEPT));
    }

    /** Cannot be part of a transaction. */
    private Future<Void> detach(String table, String part, String how) {
        return connection
                .query("ALTER TABLE " + table + " DETACH PARTITION " + part + " " + how)
                .execute()
                .mapEmpty();
    }

    private Future<RowSet<Row>> query(String sql, Object... parameters) {
        return connection.preparedQuery(sql).execute(Tuple.from(List.of(parameters)));
    }
}

package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.LetterRetries;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Retries of many letters on PostgreSQL, a row for each. */
public final class PostgresLetterRetries implements LetterRetries {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String COLUMNS = "id, criteria, per_second, most, matched, made_by, made_at, before, retried,"
            + " closed, failed, status, ended_at";
    private static final String ADD = "WITH forgotten AS (DELETE FROM letter_retry WHERE status <> 'running'"
            + " AND ended_at < now() - interval '30 days') INSERT INTO letter_retry"
            + " (id, criteria, per_second, most, matched, made_by, made_at, before, status, due_at)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'running', now())";
    private static final String FIND = "SELECT " + COLUMNS + " FROM letter_retry WHERE id = $1";
    private static final String CLAIM = "UPDATE letter_retry SET claim = $1, claimed_at = now(),"
            + " due_at = now() + make_interval(secs => $2) WHERE id = (SELECT id FROM letter_retry"
            + " WHERE status = 'running' AND due_at <= now() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)"
            + " RETURNING " + COLUMNS;
    /** The pause counts from the claim. What was stopped meanwhile keeps its tally all the same. */
    private static final String ADVANCE = "UPDATE letter_retry SET before = $3, retried = retried + $4,"
            + " closed = closed + $5, failed = failed + $6, claim = NULL,"
            + " due_at = claimed_at + make_interval(secs => $7),"
            + " status = CASE WHEN status = 'running' AND $8 THEN 'done' ELSE status END,"
            + " ended_at = CASE WHEN status = 'running' AND $8 THEN now() ELSE ended_at END"
            + " WHERE id = $1 AND claim = $2";

    private static final String STOP =
            "UPDATE letter_retry SET status = 'stopped', ended_at = now() WHERE id = $1 AND status = 'running'";

    private final Database database;

    public PostgresLetterRetries(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Void> add(Job job) {
        Order order = job.order();
        return database.query(ADD, Tuple.from(new Object[] {
                    job.id(),
                    CriteriaCodec.encode(order.criteria()),
                    order.perSecond(),
                    order.most(),
                    order.matched(),
                    order.by(),
                    CommitRows.time(job.madeAt()),
                    job.before()
                }))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Job>> find(UUID id) {
        return one(FIND, Tuple.of(id));
    }

    @Override
    public CompletionStage<Optional<Job>> claim(UUID claim, Duration lease) {
        return one(CLAIM, Tuple.of(claim, seconds(lease)));
    }

    @Override
    public CompletionStage<Boolean> advance(UUID id, UUID claim, Step step) {
        return database.query(ADVANCE, Tuple.from(new Object[] {
                    id,
                    claim,
                    step.before(),
                    step.tally().retried(),
                    step.tally().closed(),
                    step.tally().failed(),
                    seconds(step.pause()),
                    step.isLast()
                }))
                .map(rows -> rows.rowCount() == 1)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Job>> stop(UUID id) {
        return database.query(STOP, Tuple.of(id)).toCompletionStage().thenCompose(done -> find(id));
    }

    private CompletionStage<Optional<Job>> one(String sql, Tuple values) {
        return database.query(sql, values)
                .map(rows -> {
                    Optional<Job> found = Optional.empty();
                    for (Row row : rows) {
                        found = Optional.of(job(row));
                    }
                    return found;
                })
                .toCompletionStage();
    }

    private static Job job(Row row) {
        OffsetDateTime endedAt = row.getOffsetDateTime("ended_at");
        return new Job(
                row.getUUID("id"),
                new Order(
                        CriteriaCodec.decode(row.getString("criteria")),
                        row.getDouble("per_second"),
                        row.getInteger("most"),
                        row.getLong("matched"),
                        row.getString("made_by")),
                row.getOffsetDateTime("made_at").toInstant(),
                row.getUUID("before"),
                new Tally(row.getInteger("retried"), row.getInteger("closed"), row.getInteger("failed")),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                endedAt == null ? null : endedAt.toInstant());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}

package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.LetterCriteria;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters on PostgreSQL. Commits of the journal write and close them; only discarding happens here.
 *
 * <p>A page is a walk down an index from where the page before ended. What has to look at many letters looks at a bounded
 * number of them.
 */
public final class PostgresDeadLetters implements DeadLetters {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final String SELECT = "SELECT " + LetterRow.COLUMNS + " FROM" + LetterRow.TABLES;
    private static final String CLOSE =
            "UPDATE dead_letter d SET status = 'discarded', closed_at = {at}," + " closed_by = {by}, reason = {reason}";
    private static final String OLDEST =
            "SELECT failed_at FROM dead_letter WHERE status = 'open' ORDER BY status, id LIMIT 1";
    private static final String GROUPS =
            "SELECT " + LetterRow.COLUMNS + ", g.n, g.first, g.last, g.kinds, g.seen FROM ("
                    + "SELECT count(*) AS n, min(m.failed_at) AS first, max(m.failed_at) AS last, max(m.id::text)::uuid AS newest,"
                    + " count(*) OVER () AS kinds, sum(count(*)) OVER () AS seen, m.fingerprint FROM ("
                    + "SELECT d.fingerprint, d.failed_at, d.id FROM dead_letter d{where} ORDER BY d.id DESC LIMIT "
                    + (MOST_COUNTED + 1)
                    + ") m GROUP BY m.fingerprint ORDER BY n DESC, m.fingerprint LIMIT {limit}) g"
                    + " JOIN dead_letter d ON d.id = g.newest" + LetterRow.EXECUTION
                    + " ORDER BY g.n DESC, g.fingerprint";

    private final Database database;

    public PostgresDeadLetters(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<List<Letter>> list(LetterCriteria criteria, @Nullable UUID before, int limit) {
        LetterFilter filter = LetterFilter.of(criteria).before(before);
        String sql = SELECT + filter.where() + " ORDER BY d.id DESC LIMIT " + filter.parameter(limit);
        return many(sql, filter.values(), LetterRow::letter).toCompletionStage();
    }

    /** All open ones are counted in their index; any other number is counted up to a bound. */
    @Override
    public CompletionStage<Count> count(LetterCriteria criteria) {
        LetterFilter filter = LetterFilter.of(criteria);
        boolean bounded = !criteria.equals(LetterCriteria.OPEN);
        String sql = "SELECT count(*) FROM (SELECT 1 FROM dead_letter d" + filter.where()
                + (bounded ? " LIMIT " + (MOST_COUNTED + 1) : "") + ") AS counted";
        return one(sql, filter.values(), row -> {
                    long count = row.getLong(0);
                    boolean isExact = !bounded || count <= MOST_COUNTED;
                    return new Count(isExact ? count : MOST_COUNTED, isExact);
                })
                .map(Optional::orElseThrow)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Groups> groups(LetterCriteria criteria, int limit) {
        LetterFilter filter = LetterFilter.of(criteria);
        String sql = GROUPS.replace("{where}", filter.where()).replace("{limit}", filter.parameter(limit));
        return database.query(sql, filter.values())
                .map(PostgresDeadLetters::groups)
                .toCompletionStage();
    }

    private static Groups groups(RowSet<Row> rows) {
        List<Group> groups = new ArrayList<>();
        long kinds = 0;
        long seen = 0;
        for (Row row : rows) {
            Letter newest = LetterRow.letter(row);
            groups.add(new Group(
                    newest.fingerprint(),
                    row.getLong(LetterRow.COUNT),
                    row.getOffsetDateTime(LetterRow.COUNT + 1).toInstant(),
                    row.getOffsetDateTime(LetterRow.COUNT + 2).toInstant(),
                    newest));
            kinds = row.getLong(LetterRow.COUNT + 3);
            seen = row.getLong(LetterRow.COUNT + 4);
        }
        return new Groups(groups, kinds, seen <= MOST_COUNTED);
    }

    @Override
    public CompletionStage<Optional<Letter>> find(UUID id) {
        return one(SELECT + " WHERE d.id = $1", Tuple.of(id), LetterRow::letter).toCompletionStage();
    }

    @Override
    public CompletionStage<Boolean> discard(UUID id, Closing closing) {
        LetterFilter filter = new LetterFilter();
        String sql = close(filter, closing) + " WHERE d.id = " + filter.parameter(id) + " AND d.status = 'open'";
        return database.query(sql, filter.values())
                .map(rows -> rows.rowCount() == 1)
                .toCompletionStage();
    }

    /** Waits for no lock, so it cannot block a commit that holds one of these letters and waits for another. */
    @Override
    public CompletionStage<Integer> discard(LetterCriteria criteria, int most, Closing closing) {
        LetterFilter filter = LetterFilter.of(criteria.with(Status.OPEN));
        String chosen = "SELECT d.id FROM dead_letter d" + filter.where() + " ORDER BY d.id DESC LIMIT "
                + filter.parameter(most) + " FOR UPDATE SKIP LOCKED";
        String sql = "WITH chosen AS (" + chosen + ") " + close(filter, closing)
                + " FROM chosen WHERE d.id = chosen.id AND d.status = 'open'";
        return database.query(sql, filter.values()).map(RowSet::rowCount).toCompletionStage();
    }

    private static String close(LetterFilter filter, Closing closing) {
        return CLOSE.replace("{at}", filter.parameter(closing.at().atOffset(ZoneOffset.UTC)))
                .replace("{by}", filter.parameter(PostgresText.fit(closing.by())))
                .replace("{reason}", filter.parameter(PostgresText.fit(closing.reason())));
    }

    @Override
    public CompletionStage<Optional<Instant>> oldest() {
        return one(OLDEST, Tuple.tuple(), row -> row.getOffsetDateTime(0).toInstant())
                .toCompletionStage();
    }

    private <T> Future<Optional<T>> one(String sql, Tuple values, Function<Row, T> read) {
        return many(sql, values, read).map(found -> found.stream().findFirst());
    }

    private <T> Future<List<T>> many(String sql, Tuple values, Function<Row, T> read) {
        return database.query(sql, values).map(rows -> {
            List<T> result = new ArrayList<>();
            rows.forEach(row -> result.add(read.apply(row)));
            return result;
        });
    }
}

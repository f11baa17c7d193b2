package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Quarantine;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Quarantine on PostgreSQL; the journal puts versions there by itself. */
public final class PostgresQuarantine implements Quarantine {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final UUID GREATEST = new UUID(-1, -1);
    private static final String KEEP =
            "INSERT INTO quarantine (id, at, what, source, execution_id, reason, size, content)"
                    + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING RETURNING id";
    private static final String SELECT = "SELECT id, at, what, source, execution_id, reason, size, ";
    private static final String PAGE =
            SELECT + "substring(content from 1 for $3) FROM quarantine WHERE id < $1 ORDER BY id DESC LIMIT $2";
    private static final String FIND = SELECT + "content FROM quarantine WHERE id = $1";
    private static final String COUNT = "SELECT count(*) FROM quarantine";
    private static final String DELETE = "DELETE FROM quarantine WHERE id = $1";
    private static final String TRIM = "DELETE FROM quarantine WHERE id IN (SELECT id FROM (SELECT id,"
            + " row_number() OVER newest AS place, sum(octet_length(content)) OVER newest AS bytes FROM quarantine"
            + " WINDOW newest AS (ORDER BY id DESC)) q WHERE q.place > $1 OR q.bytes > $2)";

    private final Database database;

    public PostgresQuarantine(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Set<UUID>> keep(List<Item> items) {
        List<Tuple> rows = items.stream().map(PostgresQuarantine::row).toList();
        return database.withConnection(
                        connection -> connection.preparedQuery(KEEP).executeBatch(rows))
                .map(PostgresQuarantine::ids)
                .toCompletionStage();
    }

    private static Tuple row(Item item) {
        Origin origin = item.origin();
        ExecutionId execution = origin.execution();
        byte[] content = new byte[item.content().remaining()];
        item.content().duplicate().get(content);
        return Tuple.from(new @Nullable Object[] {
            item.id(),
            CommitRows.time(item.at()),
            origin.kind().name().toLowerCase(Locale.ROOT),
            PostgresText.fit(origin.source()),
            execution == null ? null : execution.value(),
            PostgresText.fit(item.reason()),
            item.size(),
            Buffer.buffer(content)
        });
    }

    private static Set<UUID> ids(@Nullable RowSet<Row> first) {
        Set<UUID> ids = new HashSet<>();
        for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
            rows.forEach(row -> ids.add(row.getUUID(0)));
        }
        return ids;
    }

    @Override
    public CompletionStage<List<Item>> page(@Nullable UUID before, int limit, int mostBytes) {
        return items(PAGE, Tuple.of(before == null ? GREATEST : before, limit, mostBytes));
    }

    @Override
    public CompletionStage<Long> count() {
        return database.query(COUNT, Tuple.tuple())
                .map(rows -> rows.iterator().next().getLong(0))
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Optional<Item>> find(UUID id) {
        return items(FIND, Tuple.of(id)).thenApply(found -> found.stream().findFirst());
    }

    @Override
    public CompletionStage<Boolean> delete(UUID id) {
        return database.query(DELETE, Tuple.of(id))
                .map(rows -> rows.rowCount() == 1)
                .toCompletionStage();
    }

    @Override
    public CompletionStage<Void> trim(int items, long bytes) {
        return database.query(TRIM, Tuple.of((long) items, bytes))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private CompletionStage<List<Item>> items(String sql, Tuple values) {
        return database.query(sql, values)
                .map(rows -> {
                    List<Item> items = new ArrayList<>();
                    rows.forEach(row -> items.add(item(row)));
                    return items;
                })
                .toCompletionStage();
    }

    private static Item item(Row row) {
        UUID execution = row.getUUID(4);
        return new Item(
                row.getUUID(0),
                row.getOffsetDateTime(1).toInstant(),
                new Origin(
                        Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        row.getString(3),
                        execution == null ? null : new ExecutionId(execution)),
                row.getString(5),
                row.getLong(6),
                ByteBuffer.wrap(row.getBuffer(7).getBytes()).asReadOnlyBuffer());
    }
}

package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.BeatRecord;
import dev.orchestrator.ports.out.Beats;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** The beats of the hot store in PostgreSQL, a row for each shard. */
public final class PostgresBeatRecord implements BeatRecord {
    private static final String REMEMBERED = "SELECT shard, beats FROM hot_store_beat";
    private static final String REMEMBER = "INSERT INTO hot_store_beat AS known (shard, beats)"
            + " SELECT * FROM unnest($1::int[], $2::bigint[]) ON CONFLICT (shard)"
            + " DO UPDATE SET beats = greatest(known.beats, excluded.beats) RETURNING shard, beats";

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Database database;

    public PostgresBeatRecord(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Beats> remembered() {
        return answer(database.query(REMEMBERED, Tuple.tuple()));
    }

    @Override
    public CompletionStage<Beats> remember(Beats beats) {
        Map<Integer, Long> sorted = new TreeMap<>(beats.byShard());
        Integer[] shards = sorted.keySet().toArray(Integer[]::new);
        Long[] numbers = sorted.values().toArray(Long[]::new);
        return answer(database.query(REMEMBER, Tuple.from(List.of(shards, numbers))));
    }

    private static CompletionStage<Beats> answer(Future<RowSet<Row>> rows) {
        return rows.map(PostgresBeatRecord::beats).toCompletionStage();
    }

    private static Beats beats(RowSet<Row> rows) {
        Map<Integer, Long> byShard = new HashMap<>();
        rows.forEach(row -> byShard.put(row.getInteger(0), row.getLong(1)));
        return new Beats(byShard);
    }
}

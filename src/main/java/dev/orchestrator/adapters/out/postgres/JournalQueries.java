package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.History;
import dev.orchestrator.ports.out.Journal.EffectBatch;
import dev.orchestrator.ports.out.Journal.OutputKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What is read of the journal. Batches go as arrays, so that each text is constant and stays prepared. */
final class JournalQueries {
    /**
     * For each execution a first row with its workflow and perhaps a snapshot, then its entries. Looks by key, one for each
     * execution, whatever the planner knows of the tables.
     */
    private static final String LOAD = "WITH r AS MATERIALIZED ("
            + "SELECT a.id, x.workflow_id, s.state, greatest(a.after, s.version) AS after"
            + " FROM unnest($1::uuid[], $2::int[]) a(id, after) CROSS JOIN LATERAL (SELECT workflow_id FROM execution"
            + " WHERE id = a.id AND id BETWEEN $3 AND $4 LIMIT 1) x LEFT JOIN LATERAL (SELECT version, state"
            + " FROM execution_snapshot WHERE execution_id = a.id AND execution_id BETWEEN $3 AND $4"
            + " AND version > a.after LIMIT 1) s ON true)"
            + " SELECT id, 0 AS version, NULL::timestamptz AS at, workflow_id, state AS text FROM r UNION ALL"
            + " SELECT r.id, e.version, e.at, NULL, e.events FROM r CROSS JOIN LATERAL ("
            + "SELECT version, at, events FROM execution_event WHERE execution_id = r.id"
            + " AND execution_id BETWEEN $3 AND $4 AND version > r.after ORDER BY version) e ORDER BY id, version";

    private static final String OUTPUTS = "WITH r AS MATERIALIZED ("
            + "SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[]) r(id, node, dispatch)) "
            + outputs("node_output") + " UNION ALL " + outputs("large_output");

    private static final String RUNNING =
            "SELECT id FROM execution WHERE status = 'RUNNING' AND id > $1 ORDER BY id LIMIT $2";

    private static final String RUNNING_VERSIONS = "SELECT x.id, e.version FROM execution x CROSS JOIN LATERAL ("
            + "SELECT version FROM execution_event WHERE execution_id = x.id AND execution_id BETWEEN $2 AND $3"
            + " ORDER BY version DESC LIMIT 1) e"
            + " WHERE x.id = ANY($1) AND x.id BETWEEN $2 AND $3 AND x.status = 'RUNNING'";

    private static final String UNCONFIRMED =
            "SELECT id, at, execution_ids FROM effect_batch WHERE at < $1 ORDER BY at LIMIT $2";

    private static final String CONFIRM = "SELECT * FROM forget_effects($1::uuid[])";

    private static final UUID LEAST = new UUID(0, 0);

    private final Database database;

    JournalQueries(Database database) {
        this.database = database;
    }

    private static String outputs(String table) {
        return "SELECT o.execution_id, o.node, o.dispatch, o.output FROM r JOIN " + table
                + " o ON o.execution_id = r.id AND o.node = r.node AND o.dispatch = r.dispatch"
                + " AND o.execution_id BETWEEN $4 AND $5";
    }

    Future<Map<ExecutionId, History>> load(Map<ExecutionId, Integer> after) {
        return ByWeek.ask(after.entrySet(), Map.Entry::getKey, part -> {
            Integer[] versions = part.keys().stream().map(Map.Entry::getValue).toArray(Integer[]::new);
            return database.read(LOAD, Tuple.of(part.executions(), versions, part.least(), part.greatest()))
                    .map(HistoryRows::read);
        });
    }

    Future<Map<OutputKey, Document>> outputs(Collection<OutputKey> keys) {
        return ByWeek.ask(keys, OutputKey::execution, this::outputs);
    }

    private Future<Map<OutputKey, Document>> outputs(ByWeek.Part<OutputKey> part) {
        String[] nodes = part.keys().stream().map(key -> key.node().value()).toArray(String[]::new);
        Integer[] dispatches = part.keys().stream().map(OutputKey::dispatch).toArray(Integer[]::new);
        return database.read(OUTPUTS, Tuple.of(part.executions(), nodes, dispatches, part.least(), part.greatest()))
                .map(rows -> {
                    Map<OutputKey, Document> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            new OutputKey(
                                    new ExecutionId(row.getUUID(0)), new NodeId(row.getString(1)), row.getInteger(2)),
                            JsonDocument.of(row.getString(3))));
                    return found;
                });
    }

    Future<List<ExecutionId>> running(@Nullable ExecutionId after, int limit) {
        UUID from = after == null ? LEAST : after.value();
        return database.read(RUNNING, Tuple.of(from, limit))
                .map(rows ->
                        list(rows).map(row -> new ExecutionId(row.getUUID(0))).toList());
    }

    Future<Map<ExecutionId, Integer>> runningVersions(Collection<ExecutionId> executions) {
        return ByWeek.ask(executions, id -> id, part -> database.query(
                        RUNNING_VERSIONS, Tuple.of(part.executions(), part.least(), part.greatest()))
                .map(rows -> list(rows)
                        .collect(Collectors.toMap(row -> new ExecutionId(row.getUUID(0)), row -> row.getInteger(1)))));
    }

    Future<List<EffectBatch>> unconfirmed(Instant before, int limit) {
        return database.read(UNCONFIRMED, Tuple.of(CommitRows.time(before), limit))
                .map(rows -> list(rows).map(JournalQueries::batch).toList());
    }

    Future<Void> confirm(Collection<UUID> effectBatches) {
        return database.query(CONFIRM, Tuple.of((Object) effectBatches.toArray(new UUID[0])))
                .mapEmpty();
    }

    private static EffectBatch batch(Row row) {
        List<ExecutionId> executions =
                Arrays.stream(row.getArrayOfUUIDs(2)).map(ExecutionId::new).toList();
        return new EffectBatch(row.getUUID(0), row.getOffsetDateTime(1).toInstant(), executions);
    }

    private static Stream<Row> list(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}

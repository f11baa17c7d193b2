package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Snapshot;
import dev.orchestrator.ports.out.History;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes histories of rows that come sorted: per execution a head (version 0), then its entries. */
final class HistoryRows {
    private HistoryRows() {}

    static Map<ExecutionId, History> read(Iterable<Row> rows) {
        Map<ExecutionId, History> found = new HashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            if (row.getInteger("version") == 0) {
                entries = new ArrayList<>();
                found.put(new ExecutionId(row.getUUID("id")), head(row, entries));
            } else {
                entries.add(entry(row));
            }
        }
        return found;
    }

    private static History head(Row row, List<Entry> entries) {
        String state = row.getString("text");
        Snapshot snapshot = state == null ? null : SnapshotCodec.decode(state);
        return new History(new WorkflowId(row.getUUID("workflow_id")), snapshot, entries);
    }

    static Entry entry(Row row) {
        return new Entry(
                row.getInteger("version"),
                row.getOffsetDateTime("at").toInstant(),
                EventCodec.decode(row.getString("text")));
    }
}

package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.out.DeadLetters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that PostgreSQL holds of the executions that were submitted since an instant, read as it stands in the tables.
 * Where the server keeps the times of commits, versions have theirs.
 */
public final class JournalDump {
    private static final String COMMITTED =
            "CASE WHEN current_setting('track_commit_timestamp')::bool" + " THEN pg_xact_commit_timestamp(e.xmin) END";

    private final Connection connection;
    private final Timestamp since;

    public JournalDump(Connection connection, Instant since) {
        this.connection = connection;
        this.since = Timestamp.from(since);
    }

    /** @param rows is told of each row of the journal, as a line of JSON */
    public Map<ExecutionId, Evidence.History> read(Consumer<String> rows) throws SQLException {
        Map<UUID, Workflow> workflows = workflows();
        Map<ExecutionId, List<Entry>> entries = new HashMap<>();
        Map<ExecutionId, Map<Integer, Instant>> committed = new HashMap<>();
        query(
                "SELECT e.execution_id, e.version, e.at, e.events, " + COMMITTED
                        + " AS committed FROM execution_event e"
                        + " JOIN execution x ON x.id = e.execution_id WHERE x.submitted_at >= ?"
                        + " ORDER BY e.execution_id, e.version",
                row -> {
                    ExecutionId id = id(row, "execution_id");
                    int version = row.getInt("version");
                    String events = row.getString("events");
                    Instant at = instant(row, "at");
                    Instant commit = instant(row, "committed");
                    entries.computeIfAbsent(id, any -> new ArrayList<>())
                            .add(new Entry(version, at, EventCodec.decode(events)));
                    if (commit != null) {
                        committed.computeIfAbsent(id, any -> new HashMap<>()).put(version, commit);
                    }
                    rows.accept("{\"execution\":\"" + id + "\",\"version\":" + version + ",\"at\":\"" + at
                            + "\",\"committed\":\"" + commit + "\",\"events\":" + events + "}");
                });
        Map<ExecutionId, Map<Evidence.Dispatch, Document>> outputs = outputs();
        Map<ExecutionId, Evidence.History> histories = new TreeMap<>();
        query("SELECT x.id, x.workflow_id, x.status FROM execution x WHERE x.submitted_at >= ?", row -> {
            ExecutionId id = id(row, "id");
            histories.put(
                    id,
                    new Evidence.History(
                            workflows.get(row.getObject("workflow_id", UUID.class)),
                            entries.getOrDefault(id, List.of()),
                            outputs.getOrDefault(id, Map.of()),
                            ExecutionStatus.valueOf(row.getString("status")),
                            committed.getOrDefault(id, Map.of())));
        });
        return histories;
    }

    private Map<UUID, Workflow> workflows() throws SQLException {
        Map<UUID, Workflow> found = new HashMap<>();
        query(
                "SELECT w.id, w.definition FROM workflow w WHERE w.id IN"
                        + " (SELECT workflow_id FROM execution WHERE submitted_at >= ?)",
                row -> found.put(row.getObject("id", UUID.class), StoredDefinition.read(row.getString("definition"))));
        return found;
    }

    private Map<ExecutionId, Map<Evidence.Dispatch, Document>> outputs() throws SQLException {
        Map<ExecutionId, Map<Evidence.Dispatch, Document>> found = new HashMap<>();
        query(
                "SELECT o.* FROM (SELECT * FROM node_output UNION ALL SELECT * FROM large_output) o"
                        + " JOIN execution x ON x.id = o.execution_id WHERE x.submitted_at >= ?",
                row -> found.computeIfAbsent(id(row, "execution_id"), any -> new HashMap<>())
                        .put(
                                new Evidence.Dispatch(new NodeId(row.getString("node")), row.getInt("dispatch")),
                                JsonDocument.of(row.getString("output"))));
        return found;
    }

    /** Every dead letter of these executions. */
    public List<Evidence.Letter> letters() throws SQLException {
        List<Evidence.Letter> found = new ArrayList<>();
        query(
                "SELECT d.* FROM dead_letter d JOIN execution x ON x.id = d.execution_id WHERE x.submitted_at >= ?",
                row -> found.add(new Evidence.Letter(
                        id(row, "execution_id"),
                        new NodeId(row.getString("node")),
                        row.getInt("dispatch"),
                        DeadLetters.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)))));
        return found;
    }

    /** How many executions there are in each state. */
    public Map<ExecutionStatus, Integer> states() throws SQLException {
        Map<ExecutionStatus, Integer> found = new LinkedHashMap<>();
        query(
                "SELECT x.status, count(*) AS n FROM execution x WHERE x.submitted_at >= ? GROUP BY x.status",
                row -> found.put(ExecutionStatus.valueOf(row.getString("status")), row.getInt("n")));
        return found;
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(60);
            statement.setTimestamp(1, since);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
        }
    }

    private static ExecutionId id(ResultSet row, String column) throws SQLException {
        return new ExecutionId(row.getObject(column, UUID.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

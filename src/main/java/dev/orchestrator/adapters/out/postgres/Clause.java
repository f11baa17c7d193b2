package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.adapters.out.postgres.ColumnType.INT;
import static dev.orchestrator.adapters.out.postgres.ColumnType.TEXT;
import static dev.orchestrator.adapters.out.postgres.ColumnType.TIMESTAMPTZ;
import static dev.orchestrator.adapters.out.postgres.ColumnType.UUID;

import java.util.List;

/**
 * What a commit writes into one table: a part of {@link CommitStatement}, left out when there are no rows for it.
 *
 * <p>{@code {rows}} stands for the rows that are sent, and {@code won} for the executions whose version was new. Rows
 * of an execution that lost are sent too, and dropped here.
 */
enum Clause {
    /**
     * The keys of requests that make executions; where one is taken, the execution is not made. Comes before the journal's
     * rows, see {@link CommitStatement}.
     */
    KEYS(
            "INSERT INTO idempotency_key (client, key, request, execution_id, at) SELECT * FROM {rows}"
                    + " ON CONFLICT DO NOTHING RETURNING execution_id",
            TEXT,
            TEXT,
            TEXT,
            UUID,
            TIMESTAMPTZ),
    /**
     * The open letters of nodes that are revived; where there is none, the version is not made. Locked, so that nobody
     * discards one meanwhile. Comes before the journal's rows, too.
     */
    CLAIMS(
            "SELECT d.execution_id FROM dead_letter d JOIN {rows} r(id, node)"
                    + " ON d.execution_id = r.id AND d.node = r.node WHERE d.status = 'open' FOR UPDATE OF d",
            UUID,
            TEXT),
    /** Unconditional: the same content has the same id, so whoever was first stored the same. */
    WORKFLOWS(
            "INSERT INTO workflow (id, name, definition, created_at) SELECT * FROM {rows} ON CONFLICT DO NOTHING",
            UUID,
            TEXT,
            TEXT,
            TIMESTAMPTZ),

    /** An upsert also for changes: it finds the row by its key, whatever the planner knows of the table. */
    EXECUTIONS(
            "INSERT INTO execution (id, workflow_id, name, status, reason, run, submitted_at, triggered_at, ended_at)"
                    + " SELECT * FROM {rows} r(id) WHERE id IN (SELECT id FROM won) ON CONFLICT (id) DO UPDATE SET"
                    + " status = EXCLUDED.status, reason = EXCLUDED.reason, run = EXCLUDED.run,"
                    + " triggered_at = EXCLUDED.triggered_at, ended_at = EXCLUDED.ended_at",
            UUID,
            UUID,
            TEXT,
            TEXT,
            TEXT,
            INT,
            TIMESTAMPTZ,
            TIMESTAMPTZ,
            TIMESTAMPTZ),

    OUTPUTS(
            "INSERT INTO node_output (execution_id, node, dispatch, output)"
                    + " SELECT * FROM {rows} r(id) WHERE id IN (SELECT id FROM won)",
            UUID,
            TEXT,
            INT,
            TEXT),

    /** What is large lies elsewhere, so that what is read and written all the time stays small. */
    LARGE_OUTPUTS(
            "INSERT INTO large_output (execution_id, node, dispatch, output)"
                    + " SELECT * FROM {rows} r(id) WHERE id IN (SELECT id FROM won)",
            UUID,
            TEXT,
            INT,
            TEXT),

    SNAPSHOTS(
            "INSERT INTO execution_snapshot AS s (execution_id, version, state)"
                    + " SELECT * FROM {rows} r(id) WHERE id IN (SELECT id FROM won) ON CONFLICT (execution_id) DO UPDATE"
                    + " SET version = EXCLUDED.version, state = EXCLUDED.state WHERE s.version < EXCLUDED.version",
            UUID,
            INT,
            TEXT),

    /** Dead letters of nodes that were revived; not of those that failed again in the same version. */
    REVIVALS(
            "UPDATE dead_letter d SET status = 'retried', closed_at = r.at FROM {rows} r(id, node, at)"
                    + " WHERE d.execution_id = r.id AND d.node = r.node AND d.status = 'open'"
                    + " AND r.id IN (SELECT id FROM won)",
            UUID,
            TEXT,
            TIMESTAMPTZ),

    /** One at most is open for a node: one that failed again in the version of its revival keeps its letter. */
    LETTERS(
            "INSERT INTO dead_letter (execution_id, id, node, dispatch, handler, attempts, category, code, message,"
                    + " fingerprint, failed_at, status, closed_at, workflow)"
                    + " SELECT * FROM {rows} r(id) WHERE id IN (SELECT id FROM won)"
                    + " ON CONFLICT (execution_id, node) WHERE status = 'open' DO UPDATE SET"
                    + " dispatch = EXCLUDED.dispatch, attempts = EXCLUDED.attempts, category = EXCLUDED.category,"
                    + " code = EXCLUDED.code, message = EXCLUDED.message, fingerprint = EXCLUDED.fingerprint,"
                    + " failed_at = EXCLUDED.failed_at",
            UUID,
            UUID,
            TEXT,
            INT,
            TEXT,
            INT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TIMESTAMPTZ,
            TEXT,
            TIMESTAMPTZ,
            TEXT);

    private final String sql;
    private final List<ColumnType> types;

    Clause(String sql, ColumnType... types) {
        this.sql = sql;
        this.types = List.of(types);
    }

    String sql() {
        return sql;
    }

    List<ColumnType> types() {
        return types;
    }
}

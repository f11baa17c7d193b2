package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.ports.out.DeadLetters.Closing;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Place;
import dev.orchestrator.ports.out.DeadLetters.Status;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of a letter, in the order in which they are read. */
final class LetterRow {
    static final String COLUMNS = "d.id, d.execution_id, d.node, d.handler, d.workflow, d.attempts, d.dispatch,"
            + " d.category, d.code, d.message, d.fingerprint, coalesce(x.triggered_at, x.submitted_at), d.failed_at,"
            + " d.status, d.closed_at, d.closed_by, d.reason";
    /** One look by key for each letter: joined as tables, all weeks might be read. */
    static final String EXECUTION = " JOIN LATERAL (SELECT triggered_at, submitted_at FROM execution"
            + " WHERE id = d.execution_id LIMIT 1) x ON true";

    static final String TABLES = " dead_letter d" + EXECUTION;
    static final int COUNT = 17;

    private LetterRow() {}

    static Letter letter(Row row) {
        return new Letter(
                row.getUUID(0),
                new Place(
                        new ExecutionId(row.getUUID(1)),
                        new NodeId(row.getString(2)),
                        row.getString(3),
                        row.getString(4)),
                row.getInteger(5),
                row.getInteger(6),
                new Failure(ErrorCategory.valueOf(row.getString(7)), row.getString(8), row.getString(9)),
                row.getString(10),
                row.getOffsetDateTime(11).toInstant(),
                row.getOffsetDateTime(12).toInstant(),
                Status.valueOf(row.getString(13).toUpperCase(Locale.ROOT)),
                closing(row));
    }

    private static @Nullable Closing closing(Row row) {
        OffsetDateTime at = row.getOffsetDateTime(14);
        return at == null ? null : new Closing(at.toInstant(), row.getString(15), row.getString(16));
    }
}

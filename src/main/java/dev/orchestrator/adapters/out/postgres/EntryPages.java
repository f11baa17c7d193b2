package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads pages of entries, many in one query. Their sizes are compared before any text is unpacked. */
final class EntryPages {
    private static final String ENTRIES = "SELECT p.id, p.after, e.version, e.at, e.events AS text, e.bytes"
            + " FROM unnest($1::uuid[], $2::int[]) p(id, after) CROSS JOIN LATERAL ("
            + "SELECT *, sum(bytes) OVER (ORDER BY version) - bytes AS before FROM ("
            + "SELECT version, at, events, octet_length(events) AS bytes FROM execution_event"
            + " WHERE execution_id = p.id AND execution_id BETWEEN $5 AND $6 AND version > p.after ORDER BY version LIMIT $3) n) e"
            + " WHERE e.before < $4 ORDER BY p.id, p.after, e.version";

    private final Database database;

    EntryPages(Database database) {
        this.database = database;
    }

    Future<Map<Position, Page>> read(Collection<Position> after, PageSize most) {
        return ByWeek.ask(after, Position::execution, part -> {
            Integer[] versions = part.keys().stream().map(Position::version).toArray(Integer[]::new);
            return database.read(
                            ENTRIES,
                            Tuple.of(
                                    part.executions(),
                                    versions,
                                    most.versions(),
                                    (long) most.bytes(),
                                    part.least(),
                                    part.greatest()))
                    .map(rows -> pages(rows, most));
        });
    }

    private static Map<Position, Page> pages(Iterable<Row> rows, PageSize most) {
        Map<Position, Draft> drafts = new LinkedHashMap<>();
        for (Row row : rows) {
            Position position = new Position(new ExecutionId(row.getUUID("id")), row.getInteger("after"));
            drafts.computeIfAbsent(position, any -> new Draft()).add(row);
        }
        Map<Position, Page> pages = new HashMap<>();
        drafts.forEach((position, draft) -> pages.put(position, draft.page(most)));
        return pages;
    }

    /** A page whose rows still come. */
    private static final class Draft {
        private final List<Entry> entries = new ArrayList<>();
        private long bytes;

        void add(Row row) {
            entries.add(HistoryRows.entry(row));
            bytes += row.getInteger("bytes");
        }

        Page page(PageSize most) {
            return new Page(entries, entries.size() >= most.versions() || bytes >= most.bytes());
        }
    }
}

package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.adapters.out.postgres.ColumnType.INT;
import static dev.orchestrator.adapters.out.postgres.ColumnType.TEXT;
import static dev.orchestrator.adapters.out.postgres.ColumnType.TIMESTAMPTZ;
import static dev.orchestrator.adapters.out.postgres.ColumnType.UUID;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that commits a batch, made of the clauses that have rows.
 *
 * <p>Each set of clauses has one constant text, so that the driver keeps it prepared; few sets occur in practice. The
 * journal's rows come first in every transaction, because the final SELECT drains {@code won} before PostgreSQL turns
 * to the rest. Winners share no other row but workflows', so with rows sorted by key no two commits can block each other.
 */
final class CommitStatement {
    /** Fixed parameters: commit id, writer, time, effect batches to forget; then the journal's columns. */
    static final List<ColumnType> EVENT_TYPES = List.of(UUID, INT, TIMESTAMPTZ, TEXT);

    private static final int FIXED = 4;
    private static final String HEAD = "WITH won(id) AS (INSERT INTO execution_event"
            + " (commit_id, execution_id, version, at, events) SELECT $1::uuid, * FROM {rows}"
            + " ON CONFLICT DO NOTHING RETURNING execution_id), effects AS ("
            + "INSERT INTO effect_batch AS b (id, writer, at, execution_ids)"
            + " SELECT $1::uuid, $2::uuid, $3::timestamptz, array_agg(id) FROM won HAVING count(*) > 0"
            // A batch that was split commits in parts.
            + " ON CONFLICT (id) DO UPDATE SET execution_ids = b.execution_ids || EXCLUDED.execution_ids)";
    private static final String TAIL = " SELECT id FROM won UNION ALL SELECT * FROM forget_effects($4::uuid[])";

    private static final Map<Set<Clause>, String> TEXTS = new ConcurrentHashMap<>();

    private CommitStatement() {}

    static String of(EnumSet<Clause> clauses) {
        String known = TEXTS.get(clauses);
        return known != null ? known : TEXTS.computeIfAbsent(EnumSet.copyOf(clauses), CommitStatement::assemble);
    }

    private static String assemble(Set<Clause> clauses) {
        StringBuilder sql = new StringBuilder(rows(HEAD, FIXED + 1, EVENT_TYPES));
        int next = FIXED + 1 + EVENT_TYPES.size();
        for (Clause clause : clauses) {
            sql.append(", ").append(clause.name().toLowerCase(Locale.ROOT)).append(" AS (");
            sql.append(rows(clause.sql(), next, clause.types())).append(')');
            next += clause.types().size();
        }
        return sql.append(TAIL).toString();
    }

    private static String rows(String sql, int first, List<ColumnType> types) {
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> "$" + (first + i) + "::" + types.get(i).sql())
                .collect(Collectors.joining(", ", "unnest(", ")"));
        return sql.replace("{rows}", columns);
    }
}

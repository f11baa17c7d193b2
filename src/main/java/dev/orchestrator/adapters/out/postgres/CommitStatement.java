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
 * to the rest. Only keys of requests come before them, in every transaction that has any. Winners share no other row but workflows', so with rows sorted by key no two commits can block each other.
 */
final class CommitStatement {
    /** Fixed parameters: commit id, writer, time, effect batches to forget; then the journal's columns. */
    static final List<ColumnType> EVENT_TYPES = List.of(UUID, INT, TIMESTAMPTZ, TEXT);

    private static final int FIXED = 4;
    private static final String WON = "won(id) AS (INSERT INTO execution_event"
            + " (commit_id, execution_id, version, at, events) SELECT $1::uuid, {chosen}"
            + " ON CONFLICT DO NOTHING RETURNING execution_id), effects AS ("
            + "INSERT INTO effect_batch AS b (id, writer, at, execution_ids)"
            + " SELECT $1::uuid, $2::uuid, $3::timestamptz, array_agg(id) FROM won HAVING count(*) > 0"
            // A batch that was split commits in parts.
            + " ON CONFLICT (id) DO UPDATE SET execution_ids = b.execution_ids || EXCLUDED.execution_ids)";
    private static final String ALL = "* FROM {rows}";
    /** The join drains the keys before the first row of the journal is written. */
    private static final String THOSE_WITH_THEIR_KEY = "r.* FROM (SELECT array_agg(execution_id) AS ids FROM keys) k"
            + " CROSS JOIN {rows} r(id) WHERE r.id <> ALL({keyed}) OR r.id = ANY(k.ids)";

    private static final String TAIL = " SELECT id FROM won UNION ALL SELECT * FROM forget_effects($4::uuid[])";

    private static final Map<Set<Clause>, String> TEXTS = new ConcurrentHashMap<>();

    private CommitStatement() {}

    static String of(EnumSet<Clause> clauses) {
        String known = TEXTS.get(clauses);
        return known != null ? known : TEXTS.computeIfAbsent(EnumSet.copyOf(clauses), CommitStatement::assemble);
    }

    private static String assemble(Set<Clause> clauses) {
        StringBuilder sql = new StringBuilder("WITH ");
        int next = FIXED + 1 + EVENT_TYPES.size();
        if (clauses.contains(Clause.KEYS)) {
            sql.append(expression(Clause.KEYS, next)).append(", ");
        }
        sql.append(won(clauses.contains(Clause.KEYS), next));
        for (Clause clause : clauses) {
            if (clause != Clause.KEYS) {
                sql.append(", ").append(expression(clause, next));
            }
            next += clause.types().size();
        }
        return sql.append(TAIL).toString();
    }

    private static String won(boolean keyed, int firstOfKeys) {
        String ids = "$" + (firstOfKeys + Clause.KEYS.types().indexOf(UUID)) + "::uuid[]";
        String chosen = keyed ? THOSE_WITH_THEIR_KEY.replace("{keyed}", ids) : ALL;
        return rows(WON.replace("{chosen}", chosen), FIXED + 1, EVENT_TYPES);
    }

    private static String expression(Clause clause, int first) {
        return clause.name().toLowerCase(Locale.ROOT) + " AS (" + rows(clause.sql(), first, clause.types()) + ")";
    }

    private static String rows(String sql, int first, List<ColumnType> types) {
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> "$" + (first + i) + "::" + types.get(i).sql())
                .collect(Collectors.joining(", ", "unnest(", ")"));
        return sql.replace("{rows}", columns);
    }
}

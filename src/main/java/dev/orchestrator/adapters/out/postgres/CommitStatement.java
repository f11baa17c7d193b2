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
 * to the rest. Only what decides whether they may be written (keys of requests, dead letters) comes before them. Winners share no other row but workflows', so with rows sorted by key no two commits can block each other.
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
    /** What decides whether a version may be stored, before the first row of the journal is written. */
    private static final List<Clause> GATES = List.of(Clause.KEYS, Clause.CLAIMS);
    /** The join drains the gate. */
    private static final String GATE = " CROSS JOIN (SELECT array_agg(execution_id) AS ids FROM {gate}) AS of_{gate}";

    private static final String OPEN = "(r.id <> ALL({asked}::uuid[]) OR r.id = ANY(of_{gate}.ids))";
    private static final String TAIL = " SELECT id FROM won UNION ALL SELECT * FROM forget_effects($4::uuid[])";

    private static final Map<Set<Clause>, String> TEXTS = new ConcurrentHashMap<>();

    private CommitStatement() {}

    static String of(EnumSet<Clause> clauses) {
        String known = TEXTS.get(clauses);
        return known != null ? known : TEXTS.computeIfAbsent(EnumSet.copyOf(clauses), CommitStatement::assemble);
    }

    private static String assemble(Set<Clause> clauses) {
        List<Clause> gates = GATES.stream().filter(clauses::contains).toList();
        StringBuilder sql = new StringBuilder("WITH ");
        gates.forEach(gate -> sql.append(expression(gate, clauses)).append(", "));
        sql.append(rows(WON.replace("{chosen}", chosen(gates, clauses)), FIXED + 1, EVENT_TYPES));
        clauses.stream().filter(clause -> !GATES.contains(clause)).forEach(clause -> sql.append(", ")
                .append(expression(clause, clauses)));
        return sql.append(TAIL).toString();
    }

    private static String chosen(List<Clause> gates, Set<Clause> clauses) {
        if (gates.isEmpty()) {
            return "* FROM {rows}";
        }
        String joins = gates.stream().map(gate -> named(GATE, gate)).collect(Collectors.joining());
        String conditions = gates.stream()
                .map(gate -> named(OPEN, gate)
                        .replace(
                                "{asked}",
                                "$" + (first(gate, clauses) + gate.types().indexOf(UUID))))
                .collect(Collectors.joining(" AND "));
        return "r.* FROM {rows} r(id)" + joins + " WHERE " + conditions;
    }

    /** The number of the first parameter of a clause: the columns come in the order of the clauses. */
    private static int first(Clause of, Set<Clause> clauses) {
        return FIXED
                + 1
                + EVENT_TYPES.size()
                + clauses.stream()
                        .filter(clause -> clause.compareTo(of) < 0)
                        .mapToInt(clause -> clause.types().size())
                        .sum();
    }

    private static String named(String text, Clause gate) {
        return text.replace("{gate}", gate.name().toLowerCase(Locale.ROOT));
    }

    private static String expression(Clause clause, Set<Clause> clauses) {
        return clause.name().toLowerCase(Locale.ROOT) + " AS ("
                + rows(clause.sql(), first(clause, clauses), clause.types()) + ")";
    }

    private static String rows(String sql, int first, List<ColumnType> types) {
        String columns = IntStream.range(0, types.size())
                .mapToObj(i -> "$" + (first + i) + "::" + types.get(i).sql())
                .collect(Collectors.joining(", ", "unnest(", ")"));
        return sql.replace("{rows}", columns);
    }
}

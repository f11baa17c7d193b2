package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.LetterCriteria;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The WHERE clause of a query on dead letters, with conditions only for what is asked: a condition that is switched off by
 * a null would keep the planner from the index. The status is part of the text, or no partial index could be used.
 */
final class LetterFilter {
    /** An id is made a little before or after its letter's time is taken, perhaps by another clock. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    static LetterFilter of(LetterCriteria criteria) {
        LetterFilter filter = new LetterFilter();
        if (criteria.status() != null) {
            filter.conditions.add("d.status = '" + criteria.status().name().toLowerCase(Locale.ROOT) + "'");
        }
        LetterCriteria.Where where = criteria.where();
        filter.and("d.workflow = ?", where.workflow());
        filter.and(
                "d.execution_id = ?",
                where.execution() == null ? null : where.execution().value());
        filter.and("d.node = ?", where.node() == null ? null : where.node().value());
        filter.and("d.handler = ?", where.handler());
        LetterCriteria.What what = criteria.what();
        filter.and(
                "d.category = ?",
                what.category() == null ? null : what.category().name());
        filter.and("d.code = ?", what.code());
        filter.and("d.fingerprint = ?", what.fingerprint());
        filter.within(criteria.when().since(), criteria.when().until());
        return filter;
    }

    /** The bounds on the id let a walk end; the time itself decides. */
    private void within(@Nullable Instant since, @Nullable Instant until) {
        if (since != null) {
            and("d.id >= ?", PostgresExecutions.firstIdOf(since.minus(CLOCK_SKEW)));
            and("d.failed_at >= ?", CommitRows.time(since));
        }
        if (until != null) {
            and("d.id < ?", PostgresExecutions.firstIdOf(until.plus(CLOCK_SKEW)));
            and("d.failed_at < ?", CommitRows.time(until));
        }
    }

    LetterFilter before(@Nullable UUID id) {
        return and("d.id < ?", id);
    }

    private LetterFilter and(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition.replace("?", parameter(value)));
        }
        return this;
    }

    /** Notes a value and answers its name in the text. */
    String parameter(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    Tuple values() {
        return Tuple.from(values);
    }
}

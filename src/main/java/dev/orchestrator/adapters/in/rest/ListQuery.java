package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.ReadExecutions.Filter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the query of the list of executions, and what the queries of other lists share with it. */
final class ListQuery {
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;
    private static final int LONGEST_NAME = 1_024;
    private static final int DATE_LENGTH = 10;

    private ListQuery() {}

    static Filter read(
            @Nullable String status,
            @Nullable String name,
            @Nullable String since,
            @Nullable String cursor,
            @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        Filter filter = new Filter(
                problems.read(
                                "status",
                                status,
                                "one of " + Arrays.toString(ExecutionStatus.values()),
                                ListQuery::status)
                        .orElse(null),
                problems.read("name", name, "the name of a workflow", ListQuery::name)
                        .orElse(null),
                problems.read("since", since, "a time such as 2030-01-31T12:00:00Z, or a date", ListQuery::time)
                        .orElse(null),
                problems.read("cursor", cursor, "the next_cursor of an earlier page", Ids::parse)
                        .orElse(null),
                limit(problems, limit));
        problems.refuse();
        return filter;
    }

    private static ExecutionStatus status(String text) {
        return ExecutionStatus.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** A name or a code to look for. */
    static String name(String text) {
        if (text.isEmpty() || text.length() > LONGEST_NAME || !StorableText.is(text)) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }

    /** A plus sign that was not escaped arrives as a space. */
    static Instant time(String text) {
        Instant time = text.length() == DATE_LENGTH
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        if (time.isBefore(Instant.EPOCH) || time.atOffset(ZoneOffset.UTC).getYear() > 9_999) {
            throw new IllegalArgumentException("no store holds this time");
        }
        return time;
    }

    /** How many rows a page of any list has at most. */
    static int limit(QueryProblems problems, @Nullable String text) {
        return limit(problems, text, DEFAULT_LIMIT, LARGEST_LIMIT);
    }

    static int limit(QueryProblems problems, @Nullable String text, int usual, int most) {
        return problems.read("limit", text, "a number from 1 to " + most, given -> within(given, most))
                .orElse(usual);
    }

    private static Integer within(String text, int most) {
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > most) {
            throw new IllegalArgumentException("out of range");
        }
        return limit;
    }
}

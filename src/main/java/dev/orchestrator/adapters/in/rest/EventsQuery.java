package dev.orchestrator.adapters.in.rest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From where events are asked for. A browser sets the header when it connects again, and keeps the address that it began
 * with, so the header goes first.
 */
record EventsQuery(int after, int limit) {
    private static final int DEFAULT_LIMIT = 500;
    private static final int LARGEST_LIMIT = 1_000;
    private static final int DIGITS = 10;
    private static final String HEADER = "Last-Event-ID";
    private static final String VERSION = "the version of an event that you were sent, or 0";

    static EventsQuery page(@Nullable String after, @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        EventsQuery query = new EventsQuery(
                problems.read("after", after, VERSION, EventsQuery::version).orElse(0),
                problems.read("limit", limit, "a number from 1 to " + LARGEST_LIMIT, EventsQuery::limit)
                        .orElse(DEFAULT_LIMIT));
        problems.refuse();
        return query;
    }

    static EventsQuery stream(@Nullable String header, @Nullable String lastEventId, @Nullable String after) {
        QueryProblems problems = new QueryProblems();
        Optional<Integer> resumed =
                header == null || header.isBlank() ? Optional.empty() : Optional.of(fromHeader(header));
        Optional<Integer> last = problems.read("last_event_id", lastEventId, VERSION, EventsQuery::version);
        Optional<Integer> from = problems.read("after", after, VERSION, EventsQuery::version);
        problems.refuse();
        return new EventsQuery(resumed.or(() -> last).or(() -> from).orElse(0), DEFAULT_LIMIT);
    }

    private static Integer fromHeader(String text) {
        try {
            return version(text.strip());
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid(HEADER, "The header '" + HEADER + "' names no version", "Send " + VERSION)
                    .asException();
        }
    }

    private static Integer version(String text) {
        int version = digits(text);
        if (version < 0) {
            throw new IllegalArgumentException("out of range");
        }
        return version;
    }

    private static Integer limit(String text) {
        int limit = digits(text);
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("out of range");
        }
        return limit;
    }

    private static int digits(String text) {
        if (text.length() > DIGITS) {
            throw new IllegalArgumentException("too long");
        }
        return Integer.parseInt(text);
    }
}

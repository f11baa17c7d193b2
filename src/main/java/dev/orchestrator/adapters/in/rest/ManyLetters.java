package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.ports.out.LetterCriteria;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that says what to do about many letters. Which ones must be said: nobody means all of them by leaving something
 * out.
 *
 * @param most how many to take up at most
 */
record ManyLetters(LetterCriteria criteria, int most, double perSecond, String reason) {
    private static final String FILTER = "filter";
    private static final String ALL = "all";
    private static final String MAX = "max";
    private static final String RATE = "rate_per_second";
    private static final String REASON = "reason";
    private static final int MOST_RETRIED = 1_000_000;
    private static final int DEFAULT_RETRIED = 100_000;
    private static final int MOST_DISCARDED = 10_000;
    private static final double DEFAULT_RATE = 10;
    private static final double LEAST_RATE = 0.01;
    private static final double LARGEST_RATE = 1_000;

    static ManyLetters toRetry(@Nullable Object body) {
        Map<?, ?> fields = LetterBodies.object(body, "", List.of(FILTER, ALL, MAX, RATE));
        List<Problem> problems = new ArrayList<>();
        int most = max(fields, DEFAULT_RETRIED, MOST_RETRIED, problems);
        double rate = rate(fields, problems);
        return checked(new ManyLetters(criteria(fields, problems), most, rate, ""), problems);
    }

    static ManyLetters toDiscard(@Nullable Object body) {
        Map<?, ?> fields = LetterBodies.object(body, "", List.of(FILTER, ALL, MAX, REASON));
        List<Problem> problems = new ArrayList<>();
        int most = max(fields, MOST_DISCARDED, MOST_DISCARDED, problems);
        Object reason = fields.get(REASON);
        if (reason != null && !(reason instanceof String)) {
            problems.add(wrong(REASON, "is no text", "Give text"));
        }
        String text = LetterBodies.reason(reason instanceof String given ? given : null, "/" + REASON);
        return checked(new ManyLetters(criteria(fields, problems), most, DEFAULT_RATE, text), problems);
    }

    private static ManyLetters checked(ManyLetters many, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refusals.of(problems).asException();
        }
        return many;
    }

    private static LetterCriteria criteria(Map<?, ?> fields, List<Problem> problems) {
        Object all = fields.get(ALL);
        if (all != null && !(all instanceof Boolean)) {
            problems.add(wrong(ALL, "is neither true nor false", "Give true to mean every open letter"));
        }
        Object filter = fields.get(FILTER);
        LetterCriteria criteria = filter == null ? LetterCriteria.OPEN : filter(filter);
        if (criteria.areNone() != Boolean.TRUE.equals(all)) {
            problems.add(wrong(
                    FILTER,
                    criteria.areNone() ? "names nothing" : "and 'all' say different things",
                    "Name at least one of " + String.join(", ", LetterFields.NAMES) + ", or send \"all\": true alone"));
        }
        return criteria;
    }

    private static LetterCriteria filter(Object filter) {
        QueryProblems problems = new QueryProblems("/" + FILTER + "/", "field");
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        LetterBodies.object(filter, "/" + FILTER, LetterFields.NAMES).forEach((name, value) -> {
            if (value instanceof String text) {
                given.put(String.valueOf(name), text);
            } else if (value != null) {
                problems.add(String.valueOf(name), "The field '" + name + "' is no text", "Give text");
            }
        });
        LetterCriteria criteria = new LetterFields(problems, given).read();
        problems.refuse();
        return criteria;
    }

    private static int max(Map<?, ?> fields, int usual, int most, List<Problem> problems) {
        Object max = fields.get(MAX);
        if (max == null || max instanceof Integer number && number >= 1 && number <= most) {
            return max instanceof Integer number ? number : usual;
        }
        problems.add(wrong(MAX, "is no number from 1 to " + most, "Give how many to take up at most"));
        return usual;
    }

    private static double rate(Map<?, ?> fields, List<Problem> problems) {
        Object rate = fields.get(RATE);
        double number = rate instanceof Number given ? given.doubleValue() : 0;
        if (number >= LEAST_RATE && number <= LARGEST_RATE) {
            return number;
        }
        if (rate != null) {
            problems.add(wrong(RATE, "is no number from 0.01 to 1000", "Give letters per second"));
        }
        return DEFAULT_RATE;
    }

    private static Problem wrong(String name, String what, String hint) {
        return new Problem("/" + name, Problem.Code.VALIDATION_ERROR, "The field '" + name + "' " + what, hint);
    }
}

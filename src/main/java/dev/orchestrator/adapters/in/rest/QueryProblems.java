package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.definition.Problem;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads query parameters one by one and remembers what is wrong with them, to refuse them all at once. */
final class QueryProblems {
    /** How much of what was sent is repeated in an answer, in characters. */
    static final int LONGEST_SHOWN = 80;

    private final List<Problem> found = new ArrayList<>();
    private final String prefix;
    private final String kind;

    QueryProblems() {
        this("?", "query parameter");
    }

    /**
     * @param prefix of the place of each
     * @param kind what each is called
     */
    QueryProblems(String prefix, String kind) {
        this.prefix = prefix;
        this.kind = kind;
    }

    /** The parameter's value; empty when it is not given, and, with a problem remembered, when it is wrong. */
    <T> Optional<T> read(String name, @Nullable String text, String expected, Function<String, T> parse) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text.strip()));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            add(
                    name,
                    "The " + kind + " '" + name + "' is '" + StorableText.shortened(text, LONGEST_SHOWN) + "'",
                    "Give " + expected);
            return Optional.empty();
        }
    }

    void add(String name, String message, String hint) {
        found.add(new Problem(prefix + name, Problem.Code.VALIDATION_ERROR, message, hint));
    }

    void refuse() {
        if (!found.isEmpty()) {
            throw Refusals.of(found).asException();
        }
    }
}

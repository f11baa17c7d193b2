package dev.orchestrator.handlers;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers by value, whether JSON numbers or text that looks like one. */
final class Numbers {
    /** Bounded in every part: a text such as 1e999999999 would make arithmetic arbitrarily dear. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,1000}(\\.\\d{0,1000})?|\\.\\d{1,1000})([eE][+-]?\\d{1,3})?");

    private Numbers() {}

    static Optional<BigDecimal> read(@Nullable Object value) {
        if (!(value instanceof Number) && !(value instanceof CharSequence)) {
            return Optional.empty();
        }
        String text = value.toString().strip();
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}

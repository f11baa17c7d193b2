package dev.orchestrator.domain.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed condition. Its depth is bounded by the parser; values are looked up, never parsed. */
sealed interface Expression {
    /** More text than this of one operand is not compared. */
    int LONGEST_TEXT = 1 << 20;

    /** The value in this data; a missing one is null. */
    @Nullable
    Object value(Scope scope);

    record Constant(@Nullable Object value) implements Expression {
        @Override
        public @Nullable Object value(Scope scope) {
            return value;
        }
    }

    /** Text without quotes, as the original allowed it beside a comparison. */
    record Word(String text) implements Expression {
        @Override
        public Object value(Scope scope) {
            return text;
        }
    }

    record Lookup(Reference reference) implements Expression {
        @Override
        public @Nullable Object value(Scope scope) {
            Object value = reference.in(scope);
            return value == Scope.MISSING ? null : value;
        }
    }

    /** Quoted text with references in it. */
    record Text(List<Expression> parts) implements Expression {
        @Override
        public Object value(Scope scope) {
            StringBuilder text = new StringBuilder();
            for (Expression part : parts) {
                text.append(plain(part.value(scope), LONGEST_TEXT - text.length()));
            }
            return text.toString();
        }
    }

    record Compare(Expression left, Comparison comparison, Expression right) implements Expression {
        @Override
        public Boolean value(Scope scope) {
            return comparison.holds(left.value(scope), right.value(scope));
        }
    }

    record AllOf(List<Expression> terms) implements Expression {
        @Override
        public Boolean value(Scope scope) {
            return terms.stream().allMatch(term -> term.isTrue(scope));
        }
    }

    record AnyOf(List<Expression> terms) implements Expression {
        @Override
        public Boolean value(Scope scope) {
            return terms.stream().anyMatch(term -> term.isTrue(scope));
        }
    }

    record Not(Expression term) implements Expression {
        @Override
        public Boolean value(Scope scope) {
            return !term.isTrue(scope);
        }
    }

    default boolean isTrue(Scope scope) {
        return isTrue(value(scope));
    }

    /**
     * Whether a value by itself counts as true. False are null, {@code false}, numbers of value 0, empty lists and objects,
     * and the texts {@code ""}, {@code false}, {@code no} and {@code 0} in any case and without the space around them.
     */
    static boolean isTrue(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "", "false", "no", "0" -> false;
                default -> true;
            };
        }
        return value != null && !isEmpty(value);
    }

    private static boolean isEmpty(Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty();
        }
        BigDecimal number = Numbers.ofNumber(value);
        return number != null && number.signum() == 0;
    }

    /** Text as it is, anything else as JSON, at most so many characters of it. */
    private static String plain(@Nullable Object value, int most) {
        if (value instanceof String text) {
            return text.substring(0, Math.min(text.length(), most));
        }
        JsonText json = new JsonText(most);
        json.value(value);
        return json.toString();
    }
}

package dev.orchestrator.domain.definition;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The six comparisons, for any two values of JSON; they never throw.
 *
 * <p>Equality: null equals null alone. A boolean equals itself and the text {@code true} or {@code false} in any case. A
 * number equals numbers and text that reads as a number of the same value. Two texts are equal when they are without
 * the space around them, so {@code '1'} and {@code '1.0'} differ. Lists and objects equal their like, item by item.
 *
 * <p>Order: what reads as a number on both sides is ordered as numbers, two other texts by their characters. Anything
 * else has no order, and {@code < <= > >=} are all false of it.
 */
public enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    LESS("<"),
    GREATER(">");

    /** Values nested deeper are not looked into, and differ. */
    private static final int DEEPEST = 200;

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    public static Optional<Comparison> of(String symbol) {
        return Arrays.stream(values()).filter(one -> one.symbol.equals(symbol)).findFirst();
    }

    public boolean holds(@Nullable Object left, @Nullable Object right) {
        return switch (this) {
            case EQUAL -> equal(left, right, DEEPEST);
            case NOT_EQUAL -> !equal(left, right, DEEPEST);
            case AT_MOST, AT_LEAST, LESS, GREATER -> {
                OptionalInt order = order(left, right);
                yield order.isPresent() && holds(order.getAsInt());
            }
        };
    }

    private boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case AT_MOST -> order <= 0;
            case AT_LEAST -> order >= 0;
            case LESS -> order < 0;
            case GREATER -> order > 0;
        };
    }

    private static OptionalInt order(@Nullable Object left, @Nullable Object right) {
        BigDecimal a = Numbers.of(left);
        BigDecimal b = Numbers.of(right);
        if (a != null && b != null) {
            return OptionalInt.of(a.compareTo(b));
        }
        return left instanceof String one && right instanceof String other
                ? OptionalInt.of(one.strip().compareTo(other.strip()))
                : OptionalInt.empty();
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right, int depth) {
        if (left == null || right == null || depth == 0) {
            return left == null && right == null;
        }
        if (left instanceof Boolean || right instanceof Boolean) {
            Boolean one = truth(left);
            return one != null && one.equals(truth(right));
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return equalLists(one, other, depth - 1);
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return equalObjects(one, other, depth - 1);
        }
        return equalScalars(left, right);
    }

    private static boolean equalScalars(Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            return one.strip().equals(other.strip());
        }
        BigDecimal a = Numbers.of(left);
        BigDecimal b = Numbers.of(right);
        return a != null && b != null && a.compareTo(b) == 0;
    }

    private static @Nullable Boolean truth(Object value) {
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
        return value instanceof Boolean bool ? bool : null;
    }

    private static boolean equalLists(List<?> left, List<?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object item : left) {
            if (!equal(item, others.next(), depth)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalObjects(Map<?, ?> left, Map<?, ?> right, int depth) {
        return left.size() == right.size()
                && left.entrySet().stream()
                        .allMatch(member -> right.containsKey(member.getKey())
                                && equal(member.getValue(), right.get(member.getKey()), depth));
    }
}

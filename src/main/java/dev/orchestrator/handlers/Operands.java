package dev.orchestrator.handlers;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How {@code decision} compares: as numbers when both are (or look like) numbers, else as trimmed text. A boolean is
 * equal to its word in any case. Null is equal to null alone, and has no order.
 */
final class Operands {
    private Operands() {}

    static boolean compare(@Nullable Object a, String operator, @Nullable Object b) {
        return switch (operator.strip()) {
            case "==" -> isEqual(a, b);
            case "!=" -> !isEqual(a, b);
            case ">" -> order(a, b).orElse(0) > 0;
            case "<" -> order(a, b).orElse(0) < 0;
            case ">=" -> order(a, b).orElse(-1) >= 0;
            case "<=" -> order(a, b).orElse(1) <= 0;
            default -> false;
        };
    }

    private static boolean isEqual(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (a instanceof Boolean || b instanceof Boolean) {
            return a.toString().strip().equalsIgnoreCase(b.toString().strip());
        }
        return a.equals(b) || order(a, b).orElse(1) == 0;
    }

    private static OptionalInt order(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return OptionalInt.empty();
        }
        Optional<BigDecimal> left = Numbers.read(a);
        Optional<BigDecimal> right = Numbers.read(b);
        return OptionalInt.of(
                left.isPresent() && right.isPresent()
                        ? left.get().compareTo(right.get())
                        : a.toString().strip().compareTo(b.toString().strip()));
    }
}

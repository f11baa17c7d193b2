package dev.orchestrator.checker;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares JSON trees: as {@code equals}, but numbers by their value. */
final class Trees {
    private Trees() {}

    static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.entrySet().stream().allMatch(it -> same(it.getValue(), other.get(it.getKey())));
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            Iterator<?> items = other.iterator();
            return one.size() == other.size() && one.stream().allMatch(it -> same(it, items.next()));
        }
        if (left instanceof Number one && right instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        return Objects.equals(left, right);
    }
}

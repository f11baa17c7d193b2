package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            false,
            0,
            1L,
            -1.5,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            new BigDecimal("1e2147483647"),
            new BigDecimal("1e-2147483647"),
            BigInteger.TEN.pow(400),
            "",
            "1e999999999",
            "1e99999999999999",
            "NaN",
            "-",
            "9".repeat(5_000),
            "true",
            " text ",
            List.of(),
            List.of(1, "a"),
            object("a", null),
            new Object());

    @Test
    void numbersOfAnyKindCompareByValue() {
        for (Object one : List.of(1, 1L, 1.0, BigInteger.ONE, new BigDecimal("1.00"), "1", " 1.0 ", "1e0")) {
            assertThat(Comparison.EQUAL.holds(one, 1)).as("%s == 1", one).isTrue();
            assertThat(Comparison.LESS.holds(one, "1.5")).as("%s < 1.5", one).isTrue();
        }
        assertThat(Comparison.EQUAL.holds(0.1, "0.1")).isTrue();
        assertThat(Comparison.GREATER.holds("10", "9")).isTrue();
        assertThat(Comparison.GREATER.holds("b10", "b9")).isFalse();
    }

    @Test
    void listsAndObjectsEqualTheirLike() {
        Object one = object("a", List.of(1, "x"), "b", null);
        assertThat(Comparison.EQUAL.holds(one, object("b", null, "a", List.of(1.0, "x"))))
                .isTrue();
        assertThat(Comparison.EQUAL.holds(one, object("a", List.of(1, "x")))).isFalse();
        assertThat(Comparison.EQUAL.holds(List.of(1), List.of(1, 2))).isFalse();
        assertThat(Comparison.EQUAL.holds(List.of(), object())).isFalse();
    }

    @Test
    void neverThrowsAndDoesNotContradictItself() {
        for (Object left : VALUES) {
            for (Object right : VALUES) {
                boolean equal = Comparison.EQUAL.holds(left, right);
                boolean less = Comparison.LESS.holds(left, right);
                assertThat(Comparison.NOT_EQUAL.holds(left, right)).isEqualTo(!equal);
                assertThat(Comparison.EQUAL.holds(right, left)).isEqualTo(equal);
                assertThat(Comparison.GREATER.holds(right, left)).isEqualTo(less);
                assertThat(less && Comparison.AT_LEAST.holds(left, right)).isFalse();
                assertThat(Comparison.AT_MOST.holds(left, right)).isEqualTo(Comparison.AT_LEAST.holds(right, left));
            }
        }
    }

    @Test
    void valuesDeeperThanAnyStackDiffer() {
        assertThat(Comparison.EQUAL.holds(nested(100_000), nested(100_000))).isFalse();
        assertThat(Comparison.EQUAL.holds(nested(100), nested(100))).isTrue();
    }

    private static Object nested(int depth) {
        List<Object> value = List.of();
        for (int i = 0; i < depth; i++) {
            List<Object> outer = new ArrayList<>(1);
            outer.add(value);
            value = outer;
        }
        return value;
    }
}

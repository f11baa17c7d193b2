package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskResult;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionHandlerTest {
    private final DecisionHandler handler = new DecisionHandler(Latencies.DEFAULT.decision());

    static Stream<Arguments> comparisons() {
        return Stream.of(
                row(1, "==", 1.0, true),
                row("1", "==", 1, true),
                row(" 10 ", ">", "9", true),
                row("b", ">", "a", true),
                row("10", ">", "a", false),
                row("yes ", "==", "yes", true),
                row("yes", "!=", "no", true),
                row(2, ">=", 2, true),
                row(2, "<=", 1, false),
                row(new BigDecimal("0.30"), "==", "0.3", true),
                row(true, "==", "True", true),
                row(false, "==", "true", false),
                row(null, "==", null, true),
                row(null, "==", "", false),
                row(null, "!=", "yes", true),
                row(null, "<", 1, false),
                row(null, ">=", null, false),
                row(List.of(1), "==", List.of(1), true),
                row("1e999999999", ">", 1, true),
                row("x", "~", "x", false));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void compares(Object a, String operator, Object b, boolean expected) throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("value_a", a);
        config.put("operator", operator);
        config.put("value_b", b);
        assertThat(TestTask.with(config).runBy(handler)).isEqualTo(TaskResult.done(Map.of("result", expected)));
    }

    @Test
    void answersWhateverIsMissing() throws Exception {
        assertThat(TestTask.with(Map.of()).runBy(handler)).isEqualTo(TaskResult.done(Map.of("result", true)));
        assertThat(TestTask.with(Map.of("operator", Map.of())).runBy(handler))
                .isEqualTo(TaskResult.done(Map.of("result", false)));
    }

    private static Arguments row(Object a, String operator, Object b, boolean expected) {
        return Arguments.of(a, operator, b, expected);
    }
}

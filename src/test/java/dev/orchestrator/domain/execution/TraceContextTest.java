package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void knowsItsTraceAndItsSpan() {
        TraceContext context = new TraceContext("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(context.spanId()).isEqualTo(SPAN);
    }

    @Test
    void takesVersionsToCome() {
        String later = "01-" + TRACE + "-" + SPAN + "-01-more";
        assertThat(TraceContext.orNull(later)).isEqualTo(new TraceContext(later));
        assertThat(TraceContext.orNull(later + "x".repeat(TraceContext.LONGEST)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN + "-01 ",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "01-" + TRACE + "-" + SPAN + "-01-\n"
            })
    void refusesEverythingElse(String text) {
        assertThat(TraceContext.orNull(text)).isNull();
        assertThatThrownBy(() -> new TraceContext(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingIsNoTrace() {
        assertThat(TraceContext.orNull(null)).isNull();
    }
}

package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final int LARGEST = 1_000;
    private final Verdicts verdicts = new Verdicts(new Codec(Json.STORED::parse, Json::write), LARGEST, () -> NOW);

    @Test
    void keepsGoodOutputs() {
        Map<String, Object> output = new HashMap<>();
        output.put("nothing", null);
        output.put("list", List.of(1, "zwei", 3.5, true));
        Outcome outcome = verdicts.of(TaskResult.done(output), null);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, it -> {
            assertThat(it.output().tree()).isEqualTo(output);
            assertThat(Json.STORED.parse(it.output().text())).isEqualTo(output);
        });
    }

    @Test
    void emptyOutputsAreOutputs() {
        assertThat(verdicts.of(TaskResult.done(Map.of()), null))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        it -> assertThat(it.output().text()).isEqualTo("{}"));
    }

    @Test
    void anOutputMayBeAsLargeAsTheLimitInBytes() {
        int frame = "{\"a\":\"\"}".length();
        Map<String, Object> fits = Map.of("a", "é".repeat((LARGEST - frame) / 2));
        assertThat(verdicts.of(TaskResult.done(fits), null)).isInstanceOf(Outcome.Succeeded.class);
        Map<String, Object> over = Map.of("a", "é".repeat((LARGEST - frame) / 2) + "x");
        assertFailed(verdicts.of(TaskResult.done(over), null), ErrorCategory.PERMANENT, "OUTPUT_TOO_LARGE");
    }

    @Test
    void whatIsThrownMayBeTriedAgainUnlessItSaysThatTheWorkWasCancelled() {
        assertFailed(verdicts.of(null, new IllegalStateException("x")), ErrorCategory.RETRYABLE, "HANDLER_ERROR");
        CancellationException cancelled = new CancellationException("by hand");
        assertFailed(verdicts.of(null, cancelled), ErrorCategory.CANCELLED, "CANCELLED");
        assertFailed(verdicts.of(null, new CompletionException(cancelled)), ErrorCategory.CANCELLED, "CANCELLED");
    }

    static Stream<Arguments> bad() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Map<Object, Object> twice = new HashMap<>(Map.of(1, "a", "1", "b"));
        return Stream.of(
                Arguments.of(Map.of("a", "x\u0000y"), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a\u0000", 1), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a", "\ud800"), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a", cycle), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a", new Object()), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a", twice), "INVALID_OUTPUT"),
                Arguments.of(Map.of("a", "x".repeat(LARGEST)), "OUTPUT_TOO_LARGE"),
                Arguments.of(Map.of("a", "€".repeat(LARGEST / 2)), "OUTPUT_TOO_LARGE"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesOutputsThatNobodyCouldKeep(Map<String, Object> output, String code) {
        assertFailed(verdicts.of(TaskResult.done(output), null), ErrorCategory.PERMANENT, code);
    }

    @Test
    void nothingIsNoResult() {
        assertFailed(verdicts.of(null, null), ErrorCategory.PERMANENT, "INVALID_RESULT");
    }

    @Test
    void whatIsThrownMayBeCured() {
        Throwable wrapped = new CompletionException(new IllegalStateException("boom"));
        assertFailed(verdicts.of(null, wrapped), ErrorCategory.RETRYABLE, "HANDLER_ERROR");
        assertThat(((Outcome.Failed) verdicts.of(null, wrapped)).failure().message())
                .isEqualTo("java.lang.IllegalStateException: boom");
        assertFailed(verdicts.of(null, new StackOverflowError()), ErrorCategory.RETRYABLE, "HANDLER_ERROR");
    }

    @Test
    void messagesAreMadeFitToKeep() {
        String long_ = "\u0000" + "a".repeat(Failure.MAX_MESSAGE - 2) + "\ud83d\ude00";
        Outcome outcome = verdicts.of(TaskResult.retryable("X".repeat(200), long_, Duration.ofSeconds(-1)), null);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, it -> {
            assertThat(it.failure().code()).hasSize(100);
            assertThat(it.failure().message()).isEqualTo("\ufffd" + "a".repeat(Failure.MAX_MESSAGE - 2));
            assertThat(it.retryAfter()).isNull();
        });
    }

    @Test
    void deferralsArePassedOnUnlessTheyNeverEnd() {
        Instant soon = NOW.plusSeconds(5);
        assertThat(verdicts.of(TaskResult.deferred(soon, "rest"), null)).isEqualTo(new Outcome.Deferred(soon, "rest"));
        assertThat(verdicts.of(TaskResult.deferred(Instant.MIN, "rest"), null))
                .isEqualTo(new Outcome.Deferred(NOW, "rest"));
        assertFailed(
                verdicts.of(TaskResult.deferred(Instant.MAX, "rest"), null), ErrorCategory.PERMANENT, "INVALID_RESULT");
    }

    private static void assertFailed(Outcome outcome, ErrorCategory category, String code) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, it -> {
            assertThat(it.failure().category()).isEqualTo(category);
            assertThat(it.failure().code()).isEqualTo(code);
        });
    }
}

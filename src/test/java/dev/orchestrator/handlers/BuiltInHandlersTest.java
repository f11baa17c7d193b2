package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.Deferral;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.NoNetwork;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInHandlersTest {
    private final Map<String, TaskHandler> handlers =
            BuiltInHandlers.all(Latencies.DEFAULT, NoNetwork.outside()).stream()
                    .collect(Collectors.toMap(TaskHandler::name, Function.identity()));

    @Test
    void haveTheNamesOfTheContract() {
        assertThat(handlers.keySet())
                .containsExactlyInAnyOrder(
                        "input", "output", "decision", "call_external_service", "call_llm", "delay", "echo", "fail");
    }

    @Test
    void inputOutputAndEchoAnswerTheirConfig() throws Exception {
        TestTask task = TestTask.with(Map.of("source", "web"));
        assertThat(task.runBy(handlers.get("input")))
                .isEqualTo(TaskResult.done(Map.of("initialized", true, "source", "web")));
        assertThat(task.runBy(handlers.get("output")))
                .isEqualTo(TaskResult.done(Map.of("aggregated", true, "config", Map.of("source", "web"))));
        assertThat(task.runBy(handlers.get("echo"))).isEqualTo(TaskResult.done(Map.of("source", "web")));
    }

    @ParameterizedTest
    @CsvSource({
        "input, 100, 100",
        "output, 100, 100",
        "decision, 10, 50",
        "call_external_service, 1000, 2000",
        "call_llm, 1500, 2500",
        "echo, 0, 0"
    })
    void takeTheirTimeInASimulationWithDelaysOnly(String handler, long least, long most) throws Exception {
        TestTask task = TestTask.with(Map.of());
        Duration time = task.simulated(true).timeOf(handlers.get(handler));
        assertThat(time).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        assertThat(TestTask.with(Map.of()).simulated(true).timeOf(handlers.get(handler)))
                .isEqualTo(time);
        assertThat(TestTask.with(Map.of()).simulated(false).timeOf(handlers.get(handler)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "output", "call_external_service", "call_llm"})
    void failOnceAskedToInASimulation(String handler) throws Exception {
        TestTask task = TestTask.with(Map.of("simulate_failure", true)).simulated(true);
        assertThat(task.runBy(handlers.get(handler))).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
            assertThat(failed.retryable()).isTrue();
            assertThat(failed.code()).isEqualTo("SIMULATED_FAILURE");
        });
    }

    @Test
    void delayDefersOnceAndThenAnswers() throws Exception {
        TestTask task = TestTask.with(Map.of("seconds", 90.5));
        Instant until = task.loop().now().plusMillis(90_500);
        TaskResult first = task.runBy(handlers.get("delay"));
        assertThat(first).isEqualTo(TaskResult.deferred(until, "delay of 90.5 s"));
        // The worker's clock may be behind: the dispatch that follows is right about the time.
        assertThat(task.after(new Deferral(until, "delay of 90.5 s")).runBy(handlers.get("delay")))
                .isEqualTo(
                        TaskResult.done(Map.of("waited_seconds", new BigDecimal("90.5"), "until", until.toString())));
    }

    @Test
    void delayOfNothingAnswersAtOnce() throws Exception {
        assertThat(TestTask.with(Map.of("seconds", "0")).runBy(handlers.get("delay")))
                .isInstanceOf(TaskResult.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1e9", "", "31622401"})
    void delayRefusesWhatIsNoTime(String seconds) throws Exception {
        assertThat(TestTask.with(Map.of("seconds", seconds)).runBy(handlers.get("delay")))
                .isInstanceOfSatisfying(TaskResult.Failed.class, failed -> assertThat(failed.code())
                        .isEqualTo("INVALID_CONFIG"));
    }

    @Test
    void failFailsAsTold() throws Exception {
        Map<String, Object> config =
                Map.of("message", "no", "code", "NO", "category", "permanent", "retry_after_seconds", 2);
        assertThat(TestTask.with(config).runBy(handlers.get("fail")))
                .isEqualTo(new TaskResult.Failed(false, "NO", "no", Duration.ofSeconds(2)));
        assertThat(TestTask.with(Map.of()).runBy(handlers.get("fail")))
                .isEqualTo(TaskResult.retryable("FAILED_AS_TOLD", "The config asks for a failure"));
    }

    @Test
    void failStopsFailingAfterTheTimesTold() throws Exception {
        TestTask task = TestTask.with(Map.of("fail_times", 2));
        assertThat(task.runBy(handlers.get("fail"))).isInstanceOf(TaskResult.Failed.class);
        assertThat(task.sentAs(2).runBy(handlers.get("fail"))).isInstanceOf(TaskResult.Failed.class);
        assertThat(task.sentAs(3).runBy(handlers.get("fail"))).isInstanceOf(TaskResult.Done.class);
    }
}

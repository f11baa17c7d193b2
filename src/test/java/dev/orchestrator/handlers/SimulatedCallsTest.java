package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.NoNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCallsTest {
    private final CallExternalService service =
            new CallExternalService(Latencies.DEFAULT.external(), new NoNetwork(), NoNetwork.JSON);
    private final CallLlm model =
            new CallLlm(Latencies.DEFAULT.llm(), Optional.empty(), new NoNetwork(), NoNetwork.JSON);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://api.EXAMPLE.com/users",
                "http://shop.example/x",
                "http://mock.service/true",
                "http://a.b.test:8080/",
                "http://localhost:8911/document",
                "http://127.8.9.1/",
                "http://[::1]:80/"
            })
    void answersForReservedHosts(String url) throws Exception {
        assertThat(call(Map.of("url", url)).keySet())
                .containsExactly("status_code", "url", "headers", "data", "response");
        assertThat(call(Map.of("url", url))).containsEntry("url", url).containsEntry("status_code", 200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/, CONNECTION_FAILED",
        "https://notexample.com/, CONNECTION_FAILED",
        "http://example.com.evil.org/, CONNECTION_FAILED",
        "ftp://example.com/, INVALID_CONFIG",
        "nonsense, INVALID_CONFIG",
        "http://a b.test/, INVALID_CONFIG"
    })
    void callsEverythingElse(String url, String code) throws Exception {
        assertFailed(TestTask.with(Map.of("url", url)).simulated(false).runBy(service), code);
    }

    @Test
    void answersNothingByItselfOutsideSimulation() throws Exception {
        TestTask real = TestTask.with(Map.of("url", "https://api.example.com/users", "prompt", "hi"));
        assertFailed(real.runBy(service), "CONNECTION_FAILED");
        assertFailedForGood(TestTask.with(Map.of()).runBy(service), "INVALID_CONFIG");
        assertFailedForGood(real.runBy(model), "LLM_NOT_CONFIGURED");
    }

    @Test
    void hasADefaultUrl() throws Exception {
        assertThat(call(Map.of())).containsEntry("url", "https://api.example.com/");
    }

    @Test
    void dataBelongsToThePath() throws Exception {
        assertThat(data("https://api.example.com/users/1"))
                .isEqualTo(Map.of("id", 1L, "name", "Ada", "email", "ada1@example.com", "tier", "gold"));
        assertThat(data("https://api.example.com/v1/users").get("users"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(3)
                .contains(data("https://other.test/users/1"));
        assertThat(data("http://localhost/orders/5")).containsEntry("product_id", 5L);
        assertThat(data("http://mock.service/true"))
                .containsEntry("result", "Simulated answer of http://mock.service/true");
    }

    @Test
    void givesBackTheHeadersButNoCredentials() throws Exception {
        Map<String, Object> config =
                Map.of("method", "POST", "headers", Map.of("Authorization", "Bearer x", "X-Trace", "t-1"));
        assertThat(call(config).get("headers"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("x-echo-method", "POST")
                .containsEntry("x-echo-x-trace", "t-1")
                .containsEntry("x-echo-authorization", "***");
    }

    @Test
    void slowHostsAreSlow() throws Exception {
        TestTask task = TestTask.with(Map.of("url", "https://slow-api.example.com/wait"));
        assertThat(task.simulated(false).timeOf(service)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void theModelKeepsToThePoint() throws Exception {
        String text = "This is a sample document about machine learning and artificial intelligence.";
        assertThat(ask("Summarize this document in one sentence: " + text))
                .startsWith("Summary: This is a sample document");
        assertThat(ask("Extract 5 keywords from: " + text))
                .isEqualTo("Keywords: sample, document, about, machine, learning");
        assertThat(ask("Based on this summary, generate 3 discussion questions: Machine learning")
                        .lines())
                .hasSize(3)
                .first()
                .isEqualTo("1. What follows from machine?");
        assertThat(ask("Greet Ada")).isEqualTo("Simulated answer to: Greet Ada");
    }

    @Test
    void theModelAnswersInTheShapeOfTheContract() throws Exception {
        TaskResult result = TestTask.with(Map.of("prompt", "Greet Ada", "model", "m", "temperature", 0.3))
                .simulated(false)
                .runBy(model);
        assertThat(output(result).keySet())
                .isEqualTo(new java.util.LinkedHashSet<>(
                        List.of("model", "temperature", "prompt", "response", "result", "tokens_used")));
        assertThat(output(result)).containsEntry("model", "m").containsEntry("tokens_used", 11);
    }

    private Map<String, Object> call(Map<String, Object> config) throws Exception {
        return output(TestTask.with(config).simulated(false).runBy(service));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> data(String url) throws Exception {
        return (Map<String, Object>) call(Map.of("url", url)).get("data");
    }

    private String ask(String prompt) throws Exception {
        TaskResult result =
                TestTask.with(Map.of("prompt", prompt)).simulated(false).runBy(model);
        return (String) output(result).get("response");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> output(TaskResult result) {
        assertThat(result).isInstanceOf(TaskResult.Done.class);
        return (Map<String, Object>) ((TaskResult.Done) result).output();
    }

    private static void assertFailed(TaskResult result, String code) {
        assertThat(result).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> assertThat(failed.code())
                .isEqualTo(code));
    }

    private static void assertFailedForGood(TaskResult result, String code) {
        assertThat(result).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.code()).isEqualTo(code);
        });
    }
}

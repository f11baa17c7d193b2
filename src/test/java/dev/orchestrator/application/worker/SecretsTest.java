package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.spi.TaskResult;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A secret reaches the handler and comes back with nothing. */
class SecretsTest {
    private static final String VALUE = "s3cr\"t\\ü/+ value";
    private final Bench bench = new Bench().knowing(Map.of("KEY", VALUE, "SHORT", "abc"));
    private final Puppet puppet = bench.puppet;

    @Test
    void theHandlerGetsItInItsPlaces() {
        bench.worker(1);
        trigger(Map.of("whole", "{{ secrets.KEY }}", "text", "Bearer {{ secrets.KEY }}, twice {{ secrets.KEY }}."));
        assertThat(puppet.calls.get(0).config())
                .isEqualTo(Map.of("whole", VALUE, "text", "Bearer " + VALUE + ", twice " + VALUE + "."));
    }

    @Test
    void aMissingOneFailsForGoodAndIsNamed() {
        bench.worker(1);
        trigger(Map.of("x", "{{ secrets.ABSENT }}"));
        assertThat(puppet.calls).isEmpty();
        assertFailed("SECRET_UNRESOLVED", "this worker knows no secret 'ABSENT'; set WORKFLOW_SECRET_ABSENT");
    }

    @Test
    void oneThatCouldNotBeHiddenIsNotGivenOut() {
        bench.worker(1);
        trigger(Map.of("x", "{{ secrets.SHORT }}"));
        assertThat(puppet.calls).isEmpty();
        assertFailed("SECRET_UNRESOLVED", "the secret 'SHORT' is shorter than 4 characters");
    }

    @Test
    void itIsCutOutOfAnOutputInEveryForm() {
        bench.worker(1);
        trigger(Map.of("x", "{{ secrets.KEY }}"));
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        puppet.end(
                0,
                TaskResult.done(Map.of(
                        "raw",
                        "got " + VALUE + "!",
                        "small",
                        VALUE.toLowerCase(java.util.Locale.ROOT) + " " + VALUE.toUpperCase(java.util.Locale.ROOT),
                        "key " + VALUE,
                        1,
                        "list",
                        List.of(VALUE, 2, true),
                        "url",
                        "https://h/?k=s3cr%22t%5C%C3%BC%2F%2B+value&s3cr%22t%5C%C3%BC%2F%2B%20value",
                        "json",
                        "{\"k\":\"s3cr\\\"t\\\\ü/+ value\"}",
                        "base64",
                        Base64.getEncoder().encodeToString(bytes))));
        Outcome.Succeeded outcome = (Outcome.Succeeded) bench.outcomes().get(0);
        assertThat(outcome.output().tree())
                .isEqualTo(Map.of(
                        "raw",
                        "got ***!",
                        "small",
                        "*** ***",
                        "key ***",
                        1,
                        "list",
                        List.of("***", 2, true),
                        "url",
                        "https://h/?k=***&***",
                        "json",
                        "{\"k\":\"***\"}",
                        "base64",
                        "***"));
        assertThat(outcome.output().text()).doesNotContain("s3cr");
    }

    /** A text that is cut first would end with the beginning of the secret. */
    @Test
    void noPartOfItIsLeftWhereALongTextIsCut() {
        bench.worker(2);
        bench.trigger(2, "puppet", "puppet", Map.of("x", "{{ secrets.KEY }}"));
        bench.loop.runUntilIdle();
        puppet.end(0, TaskResult.retryable("HTTP_500", "x".repeat(Failure.MAX_MESSAGE - 5) + VALUE));
        puppet.end(1, TaskResult.deferred(bench.loop.now(), "x".repeat(495) + VALUE));
        assertThat(bench.outcomes().toString()).hasSizeGreaterThan(2_490).doesNotContain("s3cr");
    }

    /** As a server shows that echoes basic authentication: what stands before the secret shifts its form. */
    @Test
    void itIsCutOutOfBase64ThatHoldsMore() {
        bench.worker(1);
        trigger(Map.of("x", "{{ secrets.KEY }}"));
        Map<String, Object> output = new java.util.TreeMap<>();
        for (String user : List.of("", "a", "ab", "abc", "user")) {
            String whole =
                    Base64.getEncoder().encodeToString((user + ":" + VALUE + "!").getBytes(StandardCharsets.UTF_8));
            output.put("of " + user, whole);
        }
        puppet.end(0, TaskResult.done(output));
        Map<?, ?> seen = (Map<?, ?>)
                ((Outcome.Succeeded) bench.outcomes().get(0)).output().tree();
        seen.forEach((name, text) -> assertThat(text.toString()).contains("***").hasSizeLessThan(20));
    }

    @Test
    void itIsCutOutOfWhatWentWrong() {
        bench.worker(2);
        trigger(Map.of("x", "{{ secrets.KEY }}"));
        puppet.fail(0, new IllegalStateException("no access with " + VALUE));
        assertFailed("HANDLER_ERROR", "java.lang.IllegalStateException: no access with ***");
    }

    @Test
    void itIsGivenAgainAfterARedrive() {
        bench.worker(1);
        trigger(Map.of("x", "{{ secrets.KEY }}"));
        bench.restore();
        puppet.end(0);
        assertThat(bench.outcomes()).hasSize(1);
    }

    private void trigger(Map<String, Object> config) {
        bench.trigger(1, "puppet", "puppet", config);
        bench.loop.runUntilIdle();
    }

    private void assertFailed(String code, String message) {
        Outcome.Failed outcome = (Outcome.Failed) bench.outcomes().get(0);
        assertThat(outcome.failure().code()).isEqualTo(code);
        assertThat(outcome.failure().message()).startsWith(message);
    }
}

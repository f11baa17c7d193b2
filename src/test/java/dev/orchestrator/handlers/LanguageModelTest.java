package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.NoNetwork;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks a real server that speaks the form of OpenAI, also in its bad moods. */
@Timeout(60)
class LanguageModelTest {
    private static final String KEY = "sk-test-0123456789";

    private final LocalServices services = new LocalServices();
    private final Queue<JsonObject> questions = new ConcurrentLinkedQueue<>();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private String url;

    @BeforeEach
    void start() {
        url = "http://127.0.0.1:" + services.serve(this::answer);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private void answer(HttpServerRequest request) {
        request.bodyHandler(body -> {
            JsonObject question = body.toJsonObject();
            questions.add(question);
            authorizations.add(String.valueOf(request.getHeader("Authorization")));
            var response = request.response();
            switch (question.getString("model")) {
                case "busy" ->
                    response.setStatusCode(429)
                            .putHeader("Retry-After", "7")
                            .end("{\"error\":{\"message\":\"slow down\"}}");
                case "locked" -> response.setStatusCode(401).end("Incorrect API key provided: " + KEY);
                case "broken" -> response.end("{\"choices\": [");
                case "empty" -> response.end("{\"choices\": []}");
                case "huge" -> response.end("x".repeat(LocalServices.LIMITS.response() + 1));
                case "silent" -> {}
                default ->
                    response.putHeader("Content-Type", "application/json")
                            .end(
                                    """
                                {"id":"c1","object":"chat.completion","model":"gpt-9-2030",
                                 "choices":[{"index":0,"message":{"role":"assistant","content":"Hello Ada"},
                                             "finish_reason":"stop"}],
                                 "usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}""");
            }
        });
    }

    @Test
    void asksInTheFormOfOpenAiAndAnswersInThatOfTheContract() throws Exception {
        TaskResult result = run(Map.of(
                "prompt", "Greet Ada", "system", "Be kind", "model", "gpt-9", "temperature", 0.5, "max_tokens", "20"));
        assertThat(((TaskResult.Done) result).output().toString())
                .isEqualTo("{model=gpt-9-2030, temperature=0.5, max_tokens=20, prompt=Greet Ada, response=Hello Ada,"
                        + " result=Hello Ada, tokens_used=8}");
        assertThat(questions.remove())
                .isEqualTo(
                        new JsonObject(
                                """
                                {"model":"gpt-9","messages":[{"role":"system","content":"Be kind"},
                                 {"role":"user","content":"Greet Ada"}],"temperature":0.5,"max_tokens":20}"""));
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void aProviderIsAskedInASimulationTooAndNamesTheModel() throws Exception {
        TaskResult result =
                TestTask.with(Map.of("prompt", "Greet Ada")).simulated(true).awaitedBy(handler());
        assertThat(result).isInstanceOf(TaskResult.Done.class);
        assertThat(questions.remove().getString("model")).isEqualTo("usual");
    }

    @Test
    void patienceIsAskedForInHeaders() throws Exception {
        assertThat(failure("busy"))
                .isEqualTo(new TaskResult.Failed(
                        true,
                        "HTTP_429",
                        "POST " + url + "/v1/chat/completions answered 429: {\"error\":{\"message\":\"slow down\"}}",
                        Duration.ofSeconds(7)));
    }

    @Test
    void aKeyThatIsRefusedIsNotRepeated() throws Exception {
        TaskResult.Failed failed = failure("locked");
        assertThat(failed.code()).isEqualTo("HTTP_401");
        assertThat(failed.retryable()).isFalse();
        assertThat(failed.message()).contains("Incorrect API key provided: ***").doesNotContain(KEY);
    }

    @Test
    void anAnswerOfAnotherFormIsAskedForAgain() throws Exception {
        for (String mood : new String[] {"broken", "empty"}) {
            assertThat(failure(mood).code()).isEqualTo("LLM_ANSWER_INVALID");
            assertThat(failure(mood).retryable()).isTrue();
        }
    }

    @Test
    void sizeAndTimeAreBounded() throws Exception {
        assertThat(failure("huge").code()).isEqualTo("RESPONSE_TOO_LARGE");
        TaskResult silent =
                TestTask.with(Map.of("prompt", "hi", "model", "silent")).awaitedBy(handler(Duration.ofMillis(200)));
        assertThat(((TaskResult.Failed) silent).code()).isEqualTo("HTTP_TIMEOUT");
        assertThat(((TaskResult.Failed) silent).retryable()).isTrue();
    }

    @Test
    void aPromptIsNeeded() throws Exception {
        assertThat(((TaskResult.Failed) run(Map.of("model", "x"))).message()).isEqualTo("'prompt' is missing");
        assertThat(((TaskResult.Failed) run(Map.of("prompt", "x", "temperature", "hot"))).message())
                .isEqualTo("'temperature' must be a number");
    }

    private TaskResult run(Map<String, Object> config) throws Exception {
        return TestTask.with(config).awaitedBy(handler());
    }

    private TaskResult.Failed failure(String model) throws Exception {
        return (TaskResult.Failed) run(Map.of("prompt", "hi", "model", model));
    }

    private CallLlm handler() {
        return handler(Duration.ofSeconds(30));
    }

    private CallLlm handler(Duration timeout) {
        Optional<LanguageModel> provider =
                LanguageModel.at(url + "/v1/", Optional.of(KEY), Optional.of("usual"), timeout);
        assertThat(provider).isPresent();
        return new CallLlm(Latencies.DEFAULT.llm(), provider, services.client(), NoNetwork.JSON);
    }
}

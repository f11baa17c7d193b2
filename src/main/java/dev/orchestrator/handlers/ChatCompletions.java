package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks a model by {@code POST …/chat/completions}, the form of OpenAI that many providers speak. */
final class ChatCompletions {
    private static final int OK = 200;

    private final LanguageModel provider;
    private final HttpCalls http;
    private final JsonForm json;

    ChatCompletions(LanguageModel provider, HttpCalls http, JsonForm json) {
        this.provider = provider;
        this.http = http;
        this.json = json;
    }

    String server() {
        return provider.endpoint().server();
    }

    CompletionStage<TaskResult> ask(TaskContext task) throws InvalidConfig {
        Map<String, Object> question = question(task);
        HttpQuery query = query(task, question);
        return http.send(query, task::onCancel).thenApply(reply -> {
            if (!(reply instanceof HttpReply.Answered answer)) {
                return HttpFailures.unanswered((HttpReply.Unanswered) reply);
            }
            HttpReply.Answered clean = withoutKey(answer);
            return clean.status() == OK ? read(task, question, clean) : HttpFailures.status(query, clean, task);
        });
    }

    private HttpQuery query(TaskContext task, Map<String, Object> question) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("accept", List.of("application/json"));
        headers.put("user-agent", List.of("workflow-orchestrator"));
        headers.put("idempotency-key", List.of(task.idempotencyKey()));
        provider.apiKey().ifPresent(key -> headers.put("authorization", List.of("Bearer " + key)));
        task.traceparent().ifPresent(trace -> headers.put("traceparent", List.of(trace)));
        Duration left = Duration.between(task.clock().instant(), task.deadline());
        Duration timeout = provider.timeout().compareTo(left) < 0 ? provider.timeout() : left;
        Optional<String> body = Optional.of(json.write().apply(question));
        return new HttpQuery("POST", provider.endpoint(), headers, body, timeout, HttpQuery.Reach.TRUSTED, false);
    }

    private Map<String, Object> question(TaskContext task) throws InvalidConfig {
        Config config = Config.of(task);
        Map<String, Object> question = new LinkedHashMap<>();
        question.put(
                "model",
                config.text("model")
                        .or(provider::model)
                        .orElseThrow(() -> new InvalidConfig("'model' is missing, and workflow.llm.model names none")));
        List<Map<String, String>> messages = new ArrayList<>();
        config.text("system").ifPresent(text -> messages.add(Map.of("role", "system", "content", text)));
        messages.add(Map.of(
                "role",
                "user",
                "content",
                config.text("prompt").orElseThrow(() -> new InvalidConfig("'prompt' is missing"))));
        question.put("messages", messages);
        for (String setting : CallLlm.SETTINGS) {
            if (config.has(setting)) {
                question.put(setting, number(config, setting));
            }
        }
        return question;
    }

    private static BigDecimal number(Config config, String setting) throws InvalidConfig {
        return config.number(setting).orElseThrow(() -> new InvalidConfig("'" + setting + "' must be a number"));
    }

    /** A provider that repeats the key which it refuses must not bring it into what is kept. */
    private HttpReply.Answered withoutKey(HttpReply.Answered answer) {
        String body =
                provider.apiKey().map(key -> answer.body().replace(key, "***")).orElse(answer.body());
        return new HttpReply.Answered(answer.status(), answer.url(), answer.headers(), body);
    }

    private TaskResult read(TaskContext task, Map<String, Object> question, HttpReply.Answered answer) {
        Object tree = json.valueOrText(answer.body());
        Object text = at(at(at(at(tree, "choices"), 0), "message"), "content");
        if (!(text instanceof String response)) {
            return TaskResult.retryable(
                    "LLM_ANSWER_INVALID",
                    "The provider answered 200 without choices[0].message.content: "
                            + answer.body().strip());
        }
        Object model = at(tree, "model") instanceof String named ? named : question.get("model");
        int tokens = at(at(tree, "usage"), "total_tokens") instanceof Number total ? total.intValue() : 0;
        return TaskResult.done(CallLlm.output(task, String.valueOf(model), response, tokens));
    }

    private static @Nullable Object at(@Nullable Object tree, Object step) {
        if (tree instanceof Map<?, ?> map) {
            return map.get(step);
        }
        return tree instanceof List<?> list && step instanceof Integer index && index < list.size()
                ? list.get(index)
                : null;
    }
}

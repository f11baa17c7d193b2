package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model: {@code prompt, model, temperature, max_tokens} →
 * {@code {model, temperature?, max_tokens?, prompt, response, result, tokens_used}}; {@code result} is the same as
 * {@code response}.
 *
 * <p>In a simulation it answers by itself, see {@link SimulatedModel}. Real providers are not there yet: outside a
 * simulation it fails for good with {@code LLM_NOT_CONFIGURED}.
 */
public final class CallLlm implements TaskHandler {
    private static final String DEFAULT_MODEL = "simulated";
    private static final String DEFAULT_PROMPT = "No prompt provided";

    private final Latency latency;

    public CallLlm(Latency latency) {
        this.latency = latency;
    }

    @Override
    public String name() {
        return "call_llm";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        if (task.simulation().isEmpty()) {
            return TaskResult.permanent(
                            "LLM_NOT_CONFIGURED",
                            "No provider of language models is configured, and the execution is not simulated")
                    .asStage();
        }
        return SimulatedFailure.or(task, () -> latency.pass(task).thenApply(passed -> answer(task)));
    }

    private static TaskResult answer(TaskContext task) {
        Config config = Config.of(task);
        String prompt = config.text("prompt").orElse(DEFAULT_PROMPT);
        String response = SimulatedModel.answer(prompt);
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("model", config.text("model").orElse(DEFAULT_MODEL));
        for (String setting : List.of("temperature", "max_tokens")) {
            if (config.has(setting)) {
                output.put(setting, task.config().get(setting));
            }
        }
        output.put("prompt", prompt);
        output.put("response", response);
        output.put("result", response);
        output.put("tokens_used", SimulatedModel.tokens(prompt) + SimulatedModel.tokens(response));
        return TaskResult.done(output);
    }
}

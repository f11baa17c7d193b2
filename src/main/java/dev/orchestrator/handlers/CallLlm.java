package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model: {@code prompt, model, temperature, max_tokens, system} →
 * {@code {model, temperature?, max_tokens?, prompt, response, result, tokens_used}}; {@code result} is the same as
 * {@code response}.
 *
 * <p>With a provider (setting {@code workflow.llm.url}) every call is real, in a simulation too: who sets one up wants
 * it asked. Without one, a simulation answers by itself, see {@link SimulatedModel}; outside a simulation the node fails
 * for good with {@code LLM_NOT_CONFIGURED}.
 *
 * <p>Failures are those of {@link CallExternalService}, with the same rules for another attempt; an answer that is not
 * of the form expected is {@code LLM_ANSWER_INVALID}, and may be cured by asking again.
 */
public final class CallLlm implements TaskHandler {
    static final List<String> SETTINGS = List.of("temperature", "max_tokens");
    private static final String DEFAULT_MODEL = "simulated";
    private static final String DEFAULT_PROMPT = "No prompt provided";

    private final Latency latency;
    private final Optional<ChatCompletions> provider;

    public CallLlm(Latency latency, Optional<LanguageModel> provider, HttpCalls http, JsonForm json) {
        this.latency = latency;
        this.provider = provider.map(model -> new ChatCompletions(model, http, json));
    }

    @Override
    public String name() {
        return "call_llm";
    }

    /** The provider's server, unless the answer is made up. */
    @Override
    public Optional<String> dependsOn(TaskContext task) {
        return SimulatedFailure.isWanted(task) ? Optional.empty() : provider.map(ChatCompletions::server);
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        if (provider.isPresent() && !SimulatedFailure.isWanted(task)) {
            return ask(provider.get(), task);
        }
        if (task.simulation().isEmpty()) {
            return TaskResult.permanent(
                            "LLM_NOT_CONFIGURED",
                            "No provider of language models is set up (workflow.llm.url, WORKFLOW_LLM_URL), and the"
                                    + " execution is not simulated")
                    .asStage();
        }
        return SimulatedFailure.or(task, () -> latency.pass(task).thenApply(passed -> simulated(task)));
    }

    private static CompletionStage<TaskResult> ask(ChatCompletions provider, TaskContext task) {
        try {
            return provider.ask(task);
        } catch (InvalidConfig problem) {
            return problem.asResult().asStage();
        }
    }

    private static TaskResult simulated(TaskContext task) {
        String prompt = prompt(task);
        String response = SimulatedModel.answer(prompt);
        String model = Config.of(task).text("model").orElse(DEFAULT_MODEL);
        int tokens = SimulatedModel.tokens(prompt) + SimulatedModel.tokens(response);
        return TaskResult.done(output(task, model, response, tokens));
    }

    static Map<String, @Nullable Object> output(TaskContext task, String model, String response, int tokens) {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("model", model);
        for (String setting : SETTINGS) {
            if (Config.of(task).has(setting)) {
                output.put(setting, task.config().get(setting));
            }
        }
        output.put("prompt", prompt(task));
        output.put("response", response);
        output.put("result", response);
        output.put("tokens_used", tokens);
        return output;
    }

    private static String prompt(TaskContext task) {
        return Config.of(task).text("prompt").orElse(DEFAULT_PROMPT);
    }
}

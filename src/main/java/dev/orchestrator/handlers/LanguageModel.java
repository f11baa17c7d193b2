package dev.orchestrator.handlers;

import java.time.Duration;
import java.util.Optional;

/**
 * The provider of language models that the operator has set up: an endpoint that speaks the form of OpenAI.
 *
 * @param endpoint where completions are asked for; as the operator named it, it may be anywhere
 * @param model for nodes that name none
 */
public record LanguageModel(WebUrl endpoint, Optional<String> apiKey, Optional<String> model, Duration timeout) {
    /** @param base such as {@code https://api.openai.com/v1}; empty when it is no URL */
    public static Optional<LanguageModel> at(
            String base, Optional<String> apiKey, Optional<String> model, Duration timeout) {
        return WebUrl.parse(base.strip().replaceFirst("/+$", "") + "/chat/completions")
                .map(endpoint -> new LanguageModel(endpoint, apiKey, model, timeout));
    }

    @Override
    public String toString() {
        return "the model at " + endpoint.withoutQuery();
    }
}

package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskHandler;
import java.util.List;
import java.util.Optional;

/** The handlers that come with the engine. */
public final class BuiltInHandlers {
    private BuiltInHandlers() {}

    /** What the handlers that reach outside do it with. */
    public record Outside(HttpCalls http, JsonForm json, Optional<LanguageModel> model) {}

    public static List<TaskHandler> all(Latencies latencies, Outside outside) {
        return List.of(
                new InputHandler(latencies.inputOutput()),
                new OutputHandler(latencies.inputOutput()),
                new DecisionHandler(latencies.decision()),
                new CallExternalService(latencies.external(), outside.http(), outside.json()),
                new CallLlm(latencies.llm(), outside.model(), outside.http(), outside.json()),
                new DelayHandler(),
                new EchoHandler(),
                new FailHandler());
    }
}

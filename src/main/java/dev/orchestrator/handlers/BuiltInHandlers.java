package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskHandler;
import java.util.List;

/** The handlers that come with the engine. */
public final class BuiltInHandlers {
    private BuiltInHandlers() {}

    public static List<TaskHandler> all(Latencies latencies) {
        return List.of(
                new InputHandler(latencies.inputOutput()),
                new OutputHandler(latencies.inputOutput()),
                new DecisionHandler(latencies.decision()),
                new CallExternalService(latencies.external()),
                new CallLlm(latencies.llm()),
                new DelayHandler(),
                new EchoHandler(),
                new FailHandler());
    }
}

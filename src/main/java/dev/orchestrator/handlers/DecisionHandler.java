package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Compares {@code value_a} with {@code value_b} by {@code operator} and answers {@code {result: true|false}}. Whatever
 * the config holds, it answers: an operator it does not know, or values that have no order, are false.
 */
public final class DecisionHandler implements TaskHandler {
    private final Latency latency;

    public DecisionHandler(Latency latency) {
        this.latency = latency;
    }

    @Override
    public String name() {
        return "decision";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return latency.pass(task).thenApply(passed -> TaskResult.done(Map.of("result", decide(task))));
    }

    private static boolean decide(TaskContext task) {
        Map<String, @Nullable Object> config = task.config();
        Object operator = config.get("operator");
        return Operands.compare(
                config.get("value_a"), operator == null ? "==" : operator.toString(), config.get("value_b"));
    }
}

package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Fails as it is told, for tests and demonstrations.
 *
 * <ul>
 *   <li>{@code message}, {@code code}: what the failure says
 *   <li>{@code category}: {@code retryable} (the default) or {@code permanent}; {@code retryable: false} means the same
 *   <li>{@code fail_times}: fails so often, then answers {@code {failed_times, attempt}}; counted by dispatches, so
 *       that an operator's retry goes on counting. Without it every call fails
 *   <li>{@code retry_after_seconds}: the least wait before the next attempt
 * </ul>
 */
public final class FailHandler implements TaskHandler {
    private static final BigDecimal DAY = BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    @Override
    public String name() {
        return "fail";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Config config = Config.of(task);
        Optional<BigDecimal> times = config.number("fail_times");
        boolean over = times.isPresent() && times.get().compareTo(BigDecimal.valueOf(task.dispatch())) < 0;
        return (over
                        ? TaskResult.done(Map.of("failed_times", times.get(), "attempt", task.attempt()))
                        : failure(config))
                .asStage();
    }

    private static TaskResult failure(Config config) {
        return new TaskResult.Failed(
                isRetryable(config),
                config.text("code").orElse("FAILED_AS_TOLD"),
                config.text("message").orElse("The config asks for a failure"),
                retryAfter(config));
    }

    private static boolean isRetryable(Config config) {
        boolean permanent = config.text("category")
                .map(text -> text.strip().equalsIgnoreCase("permanent"))
                .orElse(false);
        return !permanent && config.flag("retryable", true);
    }

    private static @Nullable Duration retryAfter(Config config) {
        return config.number("retry_after_seconds")
                .map(seconds ->
                        Duration.ofMillis(seconds.min(DAY).movePointRight(3).longValue()))
                .orElse(null);
    }
}

package dev.orchestrator.handlers;

import dev.orchestrator.spi.Deferral;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Waits {@code seconds} (0 to a year, fractions too) without holding a worker: it defers, and the call that follows
 * answers {@code {waited_seconds, until}}.
 */
public final class DelayHandler implements TaskHandler {
    private static final BigDecimal YEAR =
            BigDecimal.valueOf(Duration.ofDays(366).toSeconds());
    private static final int MILLIS = 3;

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        return seconds(task)
                .map(seconds -> answer(task, seconds))
                .orElseGet(() -> TaskResult.permanent(
                        "INVALID_CONFIG", "'seconds' must be a number from 0 to " + YEAR + " (a year)"))
                .asStage();
    }

    private static Optional<BigDecimal> seconds(TaskContext task) {
        return Config.of(task)
                .number("seconds")
                .filter(seconds -> seconds.signum() >= 0 && seconds.compareTo(YEAR) <= 0);
    }

    private static TaskResult answer(TaskContext task, BigDecimal seconds) {
        Instant now = task.clock().instant();
        Optional<Instant> waited = task.deferral().map(Deferral::until);
        if (waited.isEmpty() && seconds.signum() > 0) {
            long millis = seconds.movePointRight(MILLIS).longValue();
            return TaskResult.deferred(now.plusMillis(millis), "delay of " + seconds.toPlainString() + " s");
        }
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("waited_seconds", seconds);
        output.put("until", waited.orElse(now).toString());
        return TaskResult.done(output);
    }
}

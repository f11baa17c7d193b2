package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Holds no thread: pauses for {@code millis}. With {@code retry_at}, the first attempt fails and is to be repeated then;
 * it writes nothing down.
 */
public final class Nimble implements TaskHandler {
    @Override
    public String name() {
        return "nimble";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Testimony testimony = new Testimony(task);
        if (task.config().get("retry_at") instanceof String at) {
            Duration wait = Duration.between(task.clock().instant(), Instant.parse(at));
            return (task.attempt() == 1
                            ? TaskResult.retryable("NOT_YET", "come again", wait)
                            : TaskResult.done(testimony.output()))
                    .asStage();
        }
        testimony.say("start");
        task.onCancel(() -> testimony.say("cancelled"));
        return task.pause(Duration.ofMillis(testimony.millis("millis")))
                .thenApply(over -> TaskResult.done(testimony.output()));
    }
}

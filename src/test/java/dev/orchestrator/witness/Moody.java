package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Does as its config says, and writes down each start with its input and each end with its output: pauses for
 * {@code millis}; fails {@code fail_times} attempts before one goes well; fails for good while its dispatch is below
 * {@code fatal_below}; asks once to be called again after {@code defer_millis}. Gives back {@code n}, {@code from} and
 * {@code text}.
 */
public final class Moody implements TaskHandler {
    static final String NAME = "moody";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Notes notes = new Notes(task);
        notes.say("START", null);
        long defer = number(task, "defer_millis");
        if (defer > 0 && task.deferral().isEmpty()) {
            notes.say("DEFERRED", null);
            return TaskResult.deferred(task.clock().instant().plusMillis(defer), "as asked")
                    .asStage();
        }
        task.onCancel(() -> notes.say("STOPPED", null));
        return task.pause(Duration.ofMillis(number(task, "millis"))).thenApply(over -> result(task, notes));
    }

    static TaskResult result(TaskContext task, Notes notes) {
        if (task.dispatch() < number(task, "fatal_below")) {
            notes.say("FAILED", null);
            return TaskResult.permanent("FATAL", "Not to be cured by an attempt");
        }
        if (task.attempt() <= number(task, "fail_times")) {
            notes.say("FAILED", null);
            return TaskResult.retryable("MOODY", "Not this time");
        }
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        for (String key : new String[] {"n", "from", "text"}) {
            if (task.config().containsKey(key)) {
                output.put(key, task.config().get(key));
            }
        }
        output.put("dispatch", task.dispatch());
        notes.say("END", output);
        return TaskResult.done(output);
    }

    static long number(TaskContext task, String key) {
        return task.config().get(key) instanceof Number number ? number.longValue() : 0;
    }
}

package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import java.util.ArrayList;
import java.util.List;

/** A task as the start script answers it. */
record StartedTask(String queue, String entry, String body, String config, String keyText) {
    private static final int PARTS = 5;

    static List<StartedTask> of(List<String> flat) {
        List<StartedTask> result = new ArrayList<>(flat.size() / PARTS);
        for (int i = 0; i < flat.size(); i += PARTS) {
            result.add(
                    new StartedTask(flat.get(i), flat.get(i + 1), flat.get(i + 2), flat.get(i + 3), flat.get(i + 4)));
        }
        return result;
    }

    Task.Key key() {
        return TaskCodec.key(keyText);
    }

    Task task() {
        return TaskCodec.task(keyText, body, config, new Receipt(queue, entry));
    }

    /** Another worker, of another release, may be able to read it: worth a retry. */
    Outcome unreadable(Unreadable why) {
        return new Outcome.Failed(
                new Failure(ErrorCategory.RETRYABLE, "TASK_UNREADABLE", String.valueOf(why.getMessage())), null);
    }
}

package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open hash of an execution: what is out at the workers, and what timers are set. */
final class OpenWork {
    final Map<NodeId, OpenTask> tasks = new TreeMap<>();
    final Map<NodeId, Alarm> timers = new TreeMap<>();

    @Nullable
    Alarm timeout;

    OpenWork copy() {
        OpenWork copy = new OpenWork();
        tasks.forEach((node, task) -> copy.tasks.put(node, task.copy()));
        timers.forEach((node, alarm) -> copy.timers.put(node, alarm.copy()));
        copy.timeout = timeout == null ? null : timeout.copy();
        return copy;
    }

    boolean isEmpty() {
        return tasks.isEmpty() && timers.isEmpty() && timeout == null;
    }

    /** A set timer; once fired it stays until the decision about it is applied, as proof that a message is out. */
    static final class Alarm {
        final int fence;
        final Instant at;
        boolean fired;
        long message;

        Alarm(int fence, Instant at) {
            this.fence = fence;
            this.at = at;
        }

        Alarm copy() {
            Alarm copy = new Alarm(fence, at);
            copy.fired = fired;
            copy.message = message;
            return copy;
        }
    }
}

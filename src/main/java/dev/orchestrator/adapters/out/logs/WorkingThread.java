package dev.orchestrator.adapters.out.logs;

import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch.Scope;
import org.jspecify.annotations.Nullable;

/** Which task the calling thread works for, while it is inside a handler. */
final class WorkingThread {
    private static final ThreadLocal<@Nullable Work> WORK = new ThreadLocal<>();

    private WorkingThread() {}

    static Scope on(Task task, String worker) {
        Work before = WORK.get();
        WORK.set(new Work(task, worker));
        return () -> leaveTo(before);
    }

    private static void leaveTo(@Nullable Work before) {
        if (before == null) {
            WORK.remove();
        } else {
            WORK.set(before);
        }
    }

    /** The fields are made when a line asks for them: most handlers log nothing. */
    static @Nullable Subject subject() {
        Work work = WORK.get();
        return work == null ? null : Subject.of(work.task()).with(Subject.WORKER, work.worker());
    }

    private record Work(Task task, String worker) {}
}

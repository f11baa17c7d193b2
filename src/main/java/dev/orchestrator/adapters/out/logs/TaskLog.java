package dev.orchestrator.adapters.out.logs;

import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Logs each task of a worker at DEBUG, and has what its handler logs carry the task's ids. */
public final class TaskLog implements TaskWatch {
    private static final Logger LOG = Logger.getLogger(TaskLog.class);
    private static final Outcome.Cases<String> WORDS = new Outcome.Cases<>(
            succeeded -> "succeeded",
            failed -> "failed with " + failed.failure().code(),
            deferred -> "deferred",
            lost -> "was cut off",
            timedOut -> "timed out in its queue");

    @Override
    public Watched begin(Task task, String worker) {
        if (LOG.isDebugEnabled()) {
            LOG.debugf("The task starts", subject(task, worker));
        }
        return new Logged(task, worker);
    }

    private static Subject subject(Task task, String worker) {
        return Subject.of(task).with(Subject.WORKER, worker);
    }

    private record Logged(Task task, String worker) implements Watched {
        @Override
        public @Nullable TraceContext trace() {
            return null;
        }

        @Override
        public Scope enter() {
            return WorkingThread.on(task, worker);
        }

        @Override
        public void end(@Nullable Outcome outcome) {
            if (LOG.isDebugEnabled()) {
                String how = outcome == null ? "was taken away" : outcome.match(WORDS);
                LOG.debugf("The task %s", how, subject(task, worker));
            }
        }
    }
}

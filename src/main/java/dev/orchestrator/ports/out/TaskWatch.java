package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.TraceContext;
import org.jspecify.annotations.Nullable;

/** Is told of every task that a worker runs: for traces, logs and metrics. */
@FunctionalInterface
public interface TaskWatch {
    /** A worker begins a task. */
    Watched begin(Task task, String worker);

    /** This watch and another; the other sees the task under the span of this one. */
    default TaskWatch and(TaskWatch other) {
        return (task, worker) -> {
            Watched first = begin(task, worker);
            TraceContext span = first.trace();
            return new Both(first, other.begin(span == null ? task : task.under(span), worker));
        };
    }

    /** Watches nothing. */
    TaskWatch NONE = (task, worker) -> Watched.UNWATCHED;

    /** A task that runs. */
    interface Watched {
        /** What is done for the task has as its parent in a trace; null where this watch traces nothing. */
        @Nullable
        TraceContext trace();

        /** From here until the answer is closed, on the same thread, the thread works for this task and nothing else. */
        Scope enter();

        /** How it ended; null when it was taken away from the worker, or given back. Called once. */
        void end(@Nullable Outcome outcome);

        Watched UNWATCHED = new Watched() {
            @Override
            public @Nullable TraceContext trace() {
                return null;
            }

            @Override
            public Scope enter() {
                return () -> {};
            }

            @Override
            public void end(@Nullable Outcome outcome) {}
        };
    }

    /** What ends with a block. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Two watches of one task; what was entered last is left first. */
    record Both(Watched first, Watched second) implements Watched {
        @Override
        public @Nullable TraceContext trace() {
            TraceContext own = second.trace();
            return own == null ? first.trace() : own;
        }

        @Override
        public Scope enter() {
            Scope outer = first.enter();
            Scope inner = second.enter();
            return () -> {
                inner.close();
                outer.close();
            };
        }

        @Override
        public void end(@Nullable Outcome outcome) {
            second.end(outcome);
            first.end(outcome);
        }
    }
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Invariant;
import java.util.List;

/** What the engine tells about itself: to be counted, without the names of executions and nodes, and to be logged. */
public interface Telemetry {
    /** A commit was answered: so many versions were stored, lost to another writer, or refused for what they hold. */
    void committed(int won, int lost, int refused, long nanos);

    /** Commands changed nothing, as doubles and late reports do. */
    void rejected(int commands);

    /** A version was stored. */
    void recorded(ExecutionState before, ExecutionState after, Entry entry);

    /** Dead letters were closed in this way. */
    void lettersClosed(DeadLetters.Status how, int letters);

    /** Executions were re-driven from the journal, for this cause. */
    void redriven(Cause cause, int executions);

    /** How much waits in the queues now. */
    void queues(List<QueueDepth> depths);

    /** So many of what nobody understood were put into quarantine. */
    void quarantined(Quarantine.Kind kind, int count);

    /** Something held that never must, and was stopped before it was stored; stays 0 unless there is a bug. */
    default void violated(Invariant invariant) {}

    /** Why an execution had to be re-driven; {@link #RECONCILED} stays 0 when nothing was broken. */
    enum Cause {
        /** A process died, or was cut off, between a commit and its effects. */
        UNFINISHED_EFFECTS,
        /** A message was delivered again, so its effects may be undone. */
        REDELIVERED,
        /** The hot state did not stand where the decision was made from. */
        GAP,
        /** Timers fired long before their time: the hot store's clock jumped. */
        EARLY_TIMER,
        /** The execution had no reason to wait. */
        RECONCILED,
        /** The hot state was new or lost. */
        REBUILT
    }

    /** This and another, each told everything. */
    default Telemetry and(Telemetry other) {
        Telemetry first = this;
        return new Telemetry() {
            @Override
            public void committed(int won, int lost, int refused, long nanos) {
                first.committed(won, lost, refused, nanos);
                other.committed(won, lost, refused, nanos);
            }

            @Override
            public void rejected(int commands) {
                first.rejected(commands);
                other.rejected(commands);
            }

            @Override
            public void recorded(ExecutionState before, ExecutionState after, Entry entry) {
                first.recorded(before, after, entry);
                other.recorded(before, after, entry);
            }

            @Override
            public void lettersClosed(DeadLetters.Status how, int letters) {
                first.lettersClosed(how, letters);
                other.lettersClosed(how, letters);
            }

            @Override
            public void redriven(Cause cause, int executions) {
                first.redriven(cause, executions);
                other.redriven(cause, executions);
            }

            @Override
            public void queues(List<QueueDepth> depths) {
                first.queues(depths);
                other.queues(depths);
            }

            @Override
            public void quarantined(Quarantine.Kind kind, int count) {
                first.quarantined(kind, count);
                other.quarantined(kind, count);
            }

            @Override
            public void violated(Invariant invariant) {
                first.violated(invariant);
                other.violated(invariant);
            }
        };
    }

    /** Counts nothing. */
    Telemetry NONE = new Telemetry() {
        @Override
        public void committed(int won, int lost, int refused, long nanos) {}

        @Override
        public void rejected(int commands) {}

        @Override
        public void recorded(ExecutionState before, ExecutionState after, Entry entry) {}

        @Override
        public void lettersClosed(DeadLetters.Status how, int letters) {}

        @Override
        public void redriven(Cause cause, int executions) {}

        @Override
        public void queues(List<QueueDepth> depths) {}

        @Override
        public void quarantined(Quarantine.Kind kind, int count) {}
    };
}

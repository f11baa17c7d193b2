package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;

/** What the engine counts about itself. Names of executions and nodes never go in here. */
public interface Telemetry {
    /** A commit was answered: so many versions were stored, lost to another writer, or refused for what they hold. */
    void committed(int won, int lost, int refused, long nanos);

    /** Commands changed nothing, as doubles and late reports do. */
    void rejected(int commands);

    void executionEnded(ExecutionStatus status);

    void nodeEnded(NodeState state);

    /** Executions were re-driven from the journal, for this cause. */
    void redriven(Cause cause, int executions);

    /** Why an execution had to be re-driven; {@link #RECONCILED} stays 0 when nothing was broken. */
    enum Cause {
        /** A process died, or was cut off, between a commit and its effects. */
        UNFINISHED_EFFECTS,
        /** A message was delivered again, so its effects may be undone. */
        REDELIVERED,
        /** The hot state did not stand where the decision was made from. */
        GAP,
        /** The execution had no reason to wait. */
        RECONCILED,
        /** The hot state was new or lost. */
        REBUILT
    }

    /** Counts nothing. */
    Telemetry NONE = new Telemetry() {
        @Override
        public void committed(int won, int lost, int refused, long nanos) {}

        @Override
        public void rejected(int commands) {}

        @Override
        public void executionEnded(ExecutionStatus status) {}

        @Override
        public void nodeEnded(NodeState state) {}

        @Override
        public void redriven(Cause cause, int executions) {}
    };
}

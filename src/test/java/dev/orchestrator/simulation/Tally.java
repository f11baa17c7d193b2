package dev.orchestrator.simulation;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Invariant;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Telemetry;
import java.util.List;

/** Writes down what the processes count, and keeps what must stay 0. */
final class Tally implements Telemetry {
    private final Trail trail;
    private long reconciled;
    private int violations;

    Tally(Trail trail) {
        this.trail = trail;
    }

    long reconciled() {
        return reconciled;
    }

    int violations() {
        return violations;
    }

    @Override
    public void redriven(Cause cause, int executions) {
        trail.note("engine", "re-drives " + executions + ", " + cause);
        reconciled += cause == Cause.RECONCILED ? executions : 0;
    }

    @Override
    public void violated(Invariant invariant) {
        trail.note("engine", "refuses to store what breaks " + invariant);
        violations++;
    }

    @Override
    public void committed(int won, int lost, int refused, long nanos) {
        if (lost + refused > 0) {
            trail.note("engine", "loses " + lost + " races, and the journal refuses " + refused);
        }
    }

    @Override
    public void rejected(int commands) {
        trail.note("engine", "rejects " + commands);
    }

    @Override
    public void recorded(ExecutionState before, ExecutionState after, Entry entry) {}

    @Override
    public void lettersClosed(DeadLetters.Status how, int letters) {}

    @Override
    public void queues(List<QueueDepth> depths) {}

    @Override
    public void quarantined(Quarantine.Kind kind, int count) {}
}

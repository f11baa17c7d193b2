package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Invariant;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts what a process that decides does, with Micrometer. */
public final class MicrometerTelemetry implements Telemetry {
    private static final String VERSIONS = "workflow.versions";

    private final Counter won;
    private final Counter lost;
    private final Counter refused;
    private final Counter rejected;
    private final DistributionSummary batch;
    private final Timer commits;
    private final Map<Cause, Counter> redriven;
    private final Map<Kind, Counter> quarantined;
    private final Map<DeadLetters.Status, Counter> closed;
    private final Map<Invariant, Counter> violated;
    private final ExecutionMeters executions;
    private final QueueMeters queues;

    public MicrometerTelemetry(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        String versions = "Versions of executions put to the journal, by outcome";
        this.won = meters.counter(VERSIONS, versions, "outcome", "won");
        this.lost = meters.counter(VERSIONS, versions, "outcome", "lost");
        this.refused = meters.counter(VERSIONS, versions, "outcome", "refused");
        this.rejected = meters.counter("workflow.commands.rejected", "Commands that changed nothing, such as doubles");
        this.batch = DistributionSummary.builder("workflow.commit.size")
                .description("Executions in one commit")
                .baseUnit("executions")
                .register(registry);
        this.commits = meters.timer("workflow.commit", "From handing a commit to the journal to its answer");
        this.redriven = meters.counters(
                Cause.class,
                "workflow.executions.redriven",
                "cause",
                "Executions re-driven from the journal, by cause");
        this.quarantined = meters.counters(
                Kind.class, "workflow.quarantined", "kind", "What nobody understood, or no store took, by kind");
        this.closed = meters.counters(
                DeadLetters.Status.class,
                List.of(DeadLetters.Status.RETRIED, DeadLetters.Status.DISCARDED),
                "workflow.dead.letters.closed",
                "how",
                "Dead letters retried or discarded by an operator");
        this.violated = meters.counters(
                Invariant.class,
                "workflow.invariant.violations",
                "invariant",
                "What never must hold and was stopped: a bug, by what it would have broken");
        this.executions = new ExecutionMeters(meters);
        this.queues = new QueueMeters(registry);
    }

    @Override
    public void committed(int stored, int raced, int unstorable, long nanos) {
        won.increment(stored);
        lost.increment(raced);
        refused.increment(unstorable);
        quarantined(Kind.VERSION, unstorable);
        batch.record(stored + raced + unstorable);
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void rejected(int commands) {
        rejected.increment(commands);
    }

    @Override
    public void recorded(ExecutionState before, ExecutionState after, Entry entry) {
        executions.recorded(before, after, entry);
    }

    @Override
    public void lettersClosed(DeadLetters.Status how, int count) {
        Meters.count(closed, how, count);
    }

    @Override
    public void redriven(Cause cause, int count) {
        Meters.count(redriven, cause, count);
    }

    @Override
    public void quarantined(Kind kind, int count) {
        Meters.count(quarantined, kind, count);
    }

    @Override
    public void queues(List<QueueDepth> depths) {
        queues.show(depths);
    }

    @Override
    public void violated(Invariant invariant) {
        Meters.count(violated, invariant, 1);
    }
}

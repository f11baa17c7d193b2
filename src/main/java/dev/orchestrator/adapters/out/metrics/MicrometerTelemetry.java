package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts with Micrometer. Every meter exists from the start, so that a rate over a quiet one is 0 and not absent. */
public final class MicrometerTelemetry implements Telemetry {
    private final Counter won;
    private final Counter lost;
    private final Counter refused;
    private final Counter rejected;
    private final DistributionSummary batch;
    private final Timer commits;
    private final Map<ExecutionStatus, Counter> executions;
    private final Map<NodeState, Counter> nodes;
    private final Map<Cause, Counter> redriven;

    public MicrometerTelemetry(MeterRegistry registry) {
        Function<String, Counter> versions = outcome -> Counter.builder("workflow.versions")
                .description("Versions of executions put to the journal, by outcome")
                .tag("outcome", outcome)
                .register(registry);
        this.won = versions.apply("won");
        this.lost = versions.apply("lost");
        this.refused = versions.apply("refused");
        this.rejected = Counter.builder("workflow.commands.rejected")
                .description("Commands that changed nothing, such as doubles and late reports")
                .register(registry);
        this.batch = DistributionSummary.builder("workflow.commit.size")
                .description("Executions in one commit")
                .register(registry);
        this.commits = Timer.builder("workflow.commit")
                .description("From handing a commit to the journal to its answer")
                .register(registry);
        this.executions = counters(ExecutionStatus.class, "workflow.executions.ended", "status", registry);
        this.nodes = counters(NodeState.class, "workflow.nodes.ended", "state", registry);
        this.redriven = counters(Cause.class, "workflow.executions.redriven", "cause", registry);
    }

    @Override
    public void committed(int stored, int raced, int unstorable, long nanos) {
        won.increment(stored);
        lost.increment(raced);
        refused.increment(unstorable);
        batch.record(stored + raced + unstorable);
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void rejected(int commands) {
        rejected.increment(commands);
    }

    @Override
    public void executionEnded(ExecutionStatus status) {
        count(executions, status, 1);
    }

    @Override
    public void nodeEnded(NodeState state) {
        count(nodes, state, 1);
    }

    @Override
    public void redriven(Cause cause, int count) {
        count(redriven, cause, count);
    }

    private static <K extends Enum<K>> void count(Map<K, Counter> counters, K key, int by) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment(by);
        }
    }

    private static <K extends Enum<K>> Map<K, Counter> counters(
            Class<K> keys, String name, String tag, MeterRegistry registry) {
        Map<K, Counter> counters = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            if (canEndSo(key)) {
                counters.put(
                        key,
                        Counter.builder(name)
                                .tag(tag, key.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
        return counters;
    }

    private static boolean canEndSo(Object key) {
        return key instanceof ExecutionStatus status
                ? status.isEnded()
                : !(key instanceof NodeState state) || state.isEnded();
    }
}

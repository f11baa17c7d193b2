package dev.orchestrator.handlers;

import dev.orchestrator.spi.Simulation;
import dev.orchestrator.spi.TaskContext;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How long a simulated answer takes: at least, and at most. */
public record Latency(Duration least, Duration most) {
    public Latency {
        if (least.isNegative() || most.compareTo(least) < 0) {
            throw new IllegalArgumentException("not a range of latencies: " + least + " to " + most);
        }
    }

    public static Latency ofMillis(long least, long most) {
        return new Latency(Duration.ofMillis(least), Duration.ofMillis(most));
    }

    /** Completes when the simulated answer is there; at once outside simulation, or when delays are off. */
    CompletionStage<@Nullable Void> pass(TaskContext task) {
        Duration time = task.simulation()
                .filter(Simulation::delays)
                .map(simulation -> drawn(simulation.seed(), task))
                .orElse(Duration.ZERO);
        return time.isZero() ? CompletableFuture.completedFuture(null) : task.pause(time);
    }

    private Duration drawn(long seed, TaskContext task) {
        long span = most.minus(least).toMillis();
        return least.plusMillis(random(seed, task).nextLong(span + 1));
    }

    /** The same seed, node and attempt give the same sequence. */
    private static SplittableRandom random(long seed, TaskContext task) {
        return new SplittableRandom(seed ^ ((long) task.nodeId().hashCode() << 32) ^ task.attempt());
    }
}

package dev.orchestrator.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How large a simulated run is, and how its processes are made.
 *
 * @param rounds how many times something is done to it
 * @param executions the most workflows that are submitted
 * @param faulty whether faults strike
 */
record Shape(
        int rounds,
        int executions,
        int mostNodes,
        Duration latency,
        Duration databaseLatency,
        long cacheBytes,
        int maxBatch,
        int lanes,
        int slots,
        boolean faulty) {
    private static final int ONE_IN = 6;

    static Shape drawn(RandomGenerator random) {
        return new Shape(
                10 + random.nextInt(40),
                1 + random.nextInt(8),
                1 + random.nextInt(60),
                Duration.ofMillis(random.nextInt(4) * 10L),
                Duration.ofMillis(random.nextInt(4) * 20L),
                random.nextInt(3) == 0 ? 1 : 1_000_000,
                1 + random.nextInt(64),
                1 + random.nextInt(6),
                1 + random.nextInt(16),
                random.nextInt(ONE_IN) != 0);
    }
}

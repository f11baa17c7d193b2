package dev.orchestrator.handlers;

/** How long the built-in handlers take in a simulation with delays. */
public record Latencies(Latency external, Latency llm, Latency inputOutput, Latency decision) {
    public static final Latencies DEFAULT = new Latencies(
            Latency.ofMillis(1_000, 2_000),
            Latency.ofMillis(1_500, 2_500),
            Latency.ofMillis(100, 100),
            Latency.ofMillis(10, 50));
}

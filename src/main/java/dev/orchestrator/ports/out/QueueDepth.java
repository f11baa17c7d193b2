package dev.orchestrator.ports.out;

import java.time.Duration;

/**
 * How much waits in a queue of tasks.
 *
 * @param waiting tasks that no worker has started
 * @param oldest how long the first of them has waited in this place; zero when none waits
 */
public record QueueDepth(String queue, long waiting, Duration oldest) {}

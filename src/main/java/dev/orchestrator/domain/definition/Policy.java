package dev.orchestrator.domain.definition;

import java.time.Duration;

/**
 * How a node is run: its queue, its time limits and what happens when an attempt fails.
 *
 * @param queue where its tasks wait for a worker
 * @param timeout the longest an attempt may run
 * @param queueTimeout the longest a task may wait for a worker
 * @param atMostOnce whether a handler that was called is never called again, unless an operator wants it
 */
public record Policy(String queue, RetryPolicy retry, Duration timeout, Duration queueTimeout, boolean atMostOnce) {}

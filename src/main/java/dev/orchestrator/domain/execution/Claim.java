package dev.orchestrator.domain.execution;

import java.time.Duration;

/**
 * A worker's wish to start a task that may be started once.
 *
 * @param nonce made for this one wish, so that nobody else, and no other life of the same worker, is meant by the grant
 * @param lease how long the worker may be silent before it counts as lost
 */
public record Claim(String worker, String nonce, Duration lease) {}

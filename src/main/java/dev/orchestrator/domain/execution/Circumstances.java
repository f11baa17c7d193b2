package dev.orchestrator.domain.execution;

import java.time.Instant;

/**
 * What a decision may depend on besides the state and the command.
 *
 * @param now the time of the decision
 * @param chance a random number from 0 up to, not including, 1
 */
public record Circumstances(Instant now, double chance, Outputs outputs) {}

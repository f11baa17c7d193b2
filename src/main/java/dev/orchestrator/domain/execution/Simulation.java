package dev.orchestrator.domain.execution;

/** How handlers that reach outside behave in an execution that was triggered in simulation: they answer by themselves. */
public record Simulation(long seed, boolean delays) {}

package dev.orchestrator.spi;

/**
 * How a simulated execution behaves.
 *
 * @param seed where all chance comes from: the same seed gives the same answers
 * @param delays whether answers take as long as the real ones would
 */
public record Simulation(long seed, boolean delays) {}

package dev.orchestrator.domain.explanation;

/** How many tasks wait before one in its queue; at least so many when counting stopped there. */
public record Ahead(int count, boolean exact) {}

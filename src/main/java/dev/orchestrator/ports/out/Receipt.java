package dev.orchestrator.ports.out;

/** Names a delivered message, so that it can be acknowledged: the place it was read from and its id there. */
public record Receipt(String source, String id) {}

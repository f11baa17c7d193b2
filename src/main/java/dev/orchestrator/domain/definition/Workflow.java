package dev.orchestrator.domain.definition;

import java.time.Duration;

/** An immutable, validated definition. Only a {@link DefinitionReader} makes one from what a user sent. */
public record Workflow(String name, Dag dag, Duration timeout, OnFailure onFailure) {}

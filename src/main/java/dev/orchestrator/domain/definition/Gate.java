package dev.orchestrator.domain.definition;

import org.jspecify.annotations.Nullable;

/** What must hold before a node starts: a rule over its dependencies, then a condition over their data. */
public record Gate(TriggerRule rule, @Nullable Condition condition) {}

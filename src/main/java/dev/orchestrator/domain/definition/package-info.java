/**
 * What a workflow is: an immutable, validated graph of nodes with their conditions, templates and policies.
 * Pure values; every problem found in a definition is reported with its JSON path.
 */
@NullMarked
package dev.orchestrator.domain.definition;

import org.jspecify.annotations.NullMarked;

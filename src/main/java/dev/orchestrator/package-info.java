/**
 * Runs directed acyclic graphs of tasks, durably; arrows point inward: adapters to application to domain.
 * A command is decided into events and effects, the events are appended, then the effects are applied.
 */
@NullMarked
package dev.orchestrator;

import org.jspecify.annotations.NullMarked;

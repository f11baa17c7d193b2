/**
 * In-memory twins of the out ports: the same contracts as the real adapters, without a server.
 * Each call runs on an executor of the caller's choice, so that a simulation can delay, reorder and lose it.
 */
@NullMarked
package dev.orchestrator.twins;

import org.jspecify.annotations.NullMarked;

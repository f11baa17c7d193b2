/**
 * The use cases: load, decide, append, apply the effects, and try again when a race was lost.
 * Knows the outside only through the ports.
 */
@NullMarked
package dev.orchestrator.application;

import org.jspecify.annotations.NullMarked;

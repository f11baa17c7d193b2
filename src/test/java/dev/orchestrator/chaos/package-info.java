/** Faults struck against the real engine and its stores while it works. */
@NullMarked
package dev.orchestrator.chaos;

import org.jspecify.annotations.NullMarked;

/** What the engine counts, given to Micrometer. */
@NullMarked
package dev.orchestrator.adapters.out.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Bugs of engines, planted between the application and its ports in simulated clusters, to see that the checker finds them.
 * The engine's own code holds none of this.
 */
@NullMarked
package dev.orchestrator.checker.planted;

import org.jspecify.annotations.NullMarked;

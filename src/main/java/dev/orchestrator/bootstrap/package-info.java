/**
 * Puts the engine together: the command line, roles, settings, wiring, start and stop.
 * Everything else is unaware of this package; only here may the whole be seen.
 */
@NullMarked
package dev.orchestrator.bootstrap;

import org.jspecify.annotations.NullMarked;

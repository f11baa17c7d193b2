/**
 * Puts a process together: which adapter stands behind which port, and which services its roles need. Nothing else knows
 * both sides.
 */
@NullMarked
package dev.orchestrator.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;

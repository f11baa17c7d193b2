/**
 * JSON text to JDK types and back, with limits that hold before memory is taken.
 * Shared by all adapters; nothing here binds beans or uses reflection.
 */
@NullMarked
package dev.orchestrator.adapters.json;

import org.jspecify.annotations.NullMarked;

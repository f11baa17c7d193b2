/**
 * What the outside may ask of the engine.
 * Spoken in domain words; implemented by the application.
 */
@NullMarked
package dev.orchestrator.ports.in;

import org.jspecify.annotations.NullMarked;

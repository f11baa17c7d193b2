/**
 * The handlers that come with the engine.
 * Written against the SPI alone: no privilege over a plug-in.
 */
@NullMarked
package dev.orchestrator.handlers;

import org.jspecify.annotations.NullMarked;

/**
 * The Java API for handlers, and the only one that is promised.
 * JDK types only, so that a plug-in needs no other library.
 */
@NullMarked
package dev.orchestrator.spi;

import org.jspecify.annotations.NullMarked;

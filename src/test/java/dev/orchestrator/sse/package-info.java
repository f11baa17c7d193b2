/** A client of event streams, for tests. */
@NullMarked
package dev.orchestrator.sse;

import org.jspecify.annotations.NullMarked;

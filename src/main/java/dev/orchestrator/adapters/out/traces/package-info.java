/** Traces of requests, tasks and decisions, given to OpenTelemetry. */
@NullMarked
package dev.orchestrator.adapters.out.traces;

import org.jspecify.annotations.NullMarked;

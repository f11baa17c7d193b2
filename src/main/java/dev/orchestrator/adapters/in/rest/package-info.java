/**
 * The HTTP API: resources, the mapping of refusals to problems, and live events.
 * Translates and nothing else; rules live in the domain.
 */
@NullMarked
package dev.orchestrator.adapters.in.rest;

import org.jspecify.annotations.NullMarked;

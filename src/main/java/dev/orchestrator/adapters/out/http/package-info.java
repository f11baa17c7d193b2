/**
 * HTTP calls to services outside, by the client of Vert.x, with a guard before every connection.
 * Start at {@link dev.orchestrator.adapters.out.http.GuardedHttp}; what is refused stands in SpecialNetworks.
 */
@NullMarked
package dev.orchestrator.adapters.out.http;

import org.jspecify.annotations.NullMarked;

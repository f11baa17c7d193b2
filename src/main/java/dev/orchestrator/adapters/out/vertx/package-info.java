/**
 * The event loops of Vert.x as the application's loops: one thread each, with timers and a clock.
 * The Redis and PostgreSQL clients answer on the loop that asked them.
 */
@NullMarked
package dev.orchestrator.adapters.out.vertx;

import org.jspecify.annotations.NullMarked;

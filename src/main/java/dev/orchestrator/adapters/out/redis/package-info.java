/**
 * The queues, leases and timers on Redis, which can be rebuilt from the journal at any time.
 * One script for each atomic move.
 */
@NullMarked
package dev.orchestrator.adapters.out.redis;

import org.jspecify.annotations.NullMarked;

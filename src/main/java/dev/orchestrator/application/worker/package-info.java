/**
 * The worker: takes tasks for its free slots, runs their handlers, keeps the leases alive and reports how each ended.
 * Start at {@link dev.orchestrator.application.worker.Worker}. Everything runs on one event loop; only handlers leave it.
 * Calls of what is outside pass {@link dev.orchestrator.application.worker.BreakerGate} first.
 */
@NullMarked
package dev.orchestrator.application.worker;

import org.jspecify.annotations.NullMarked;

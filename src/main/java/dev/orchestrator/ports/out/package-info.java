/**
 * What the engine needs of the outside: the journal, the queues, the timers and the read side.
 * Each port has one contract suite that every adapter and in-memory twin must pass.
 */
@NullMarked
package dev.orchestrator.ports.out;

import org.jspecify.annotations.NullMarked;

/**
 * What happens to one run: a state and a command are decided into events and effects, or refused.
 * No clock, no chance, no I/O: time and randomness are arguments.
 */
@NullMarked
package dev.orchestrator.domain.execution;

import org.jspecify.annotations.NullMarked;

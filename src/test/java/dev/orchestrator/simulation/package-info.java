/** What tests and simulations share: definitions drawn at random, and processes on one thread with a clock of their own. */
@NullMarked
package dev.orchestrator.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * What the log says of executions: the story of each at DEBUG, what an operator should know above, and the fields by
 * which lines are found again.
 */
@NullMarked
package dev.orchestrator.adapters.out.logs;

import org.jspecify.annotations.NullMarked;

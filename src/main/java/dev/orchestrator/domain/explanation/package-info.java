/**
 * Why an execution stands where it stands: its journaled state and what the hot store has out of it, made into one
 * reason for each node that has not ended. Values in, values out; nothing here asks a store or a clock.
 */
@NullMarked
package dev.orchestrator.domain.explanation;

import org.jspecify.annotations.NullMarked;

/**
 * Judges a run after the fact: what clients were told, what stands in the journal and what handlers wrote down must fit.
 *
 * <p>Where the point is to catch mistakes of the engine's rules, the judge has rules of its own: it folds the journal
 * itself and reads triggers, retries and ends from {@code contract.md}, not from the decider.
 */
@NullMarked
package dev.orchestrator.checker;

import org.jspecify.annotations.NullMarked;

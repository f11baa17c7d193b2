/**
 * How often a client may ask: the arithmetic of the rate limit, without a clock or a store.
 * The script of the hot store computes the same; a test compares the two.
 */
@NullMarked
package dev.orchestrator.domain.limit;

import org.jspecify.annotations.NullMarked;

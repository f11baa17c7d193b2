/**
 * The guarded HTTP client that handlers call the world with.
 * Bounds sizes and times, and refuses addresses that are not allowed.
 */
@NullMarked
package dev.orchestrator.adapters.out.http;

import org.jspecify.annotations.NullMarked;

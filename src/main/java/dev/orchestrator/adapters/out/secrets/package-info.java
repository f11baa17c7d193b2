/**
 * Where a worker's secrets come from: the environment and mounted files.
 * Values are read when they are needed and kept nowhere.
 */
@NullMarked
package dev.orchestrator.adapters.out.secrets;

import org.jspecify.annotations.NullMarked;

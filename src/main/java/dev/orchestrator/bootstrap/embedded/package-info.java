/**
 * PostgreSQL and Redis as processes of our own, for running without any set-up.
 * Real servers with durable data, stopped with the engine and replaced when they were orphaned.
 */
@NullMarked
package dev.orchestrator.bootstrap.embedded;

import org.jspecify.annotations.NullMarked;

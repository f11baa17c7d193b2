/**
 * The engine as its users run it: processes of the real jar, met over HTTP and by signals.
 * Every wait is bounded, and a test that fails shows what the engines logged.
 */
@NullMarked
package dev.orchestrator.e2e;

import org.jspecify.annotations.NullMarked;

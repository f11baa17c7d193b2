/**
 * The journal and the read side on PostgreSQL, the only truth.
 * A lost race is a value here, an outage is a failed stage.
 */
@NullMarked
package dev.orchestrator.adapters.out.postgres;

import org.jspecify.annotations.NullMarked;

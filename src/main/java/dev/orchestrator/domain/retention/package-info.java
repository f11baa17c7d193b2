/** How long ended executions are kept, and what may go: rules without a clock. */
@NullMarked
package dev.orchestrator.domain.retention;

import org.jspecify.annotations.NullMarked;

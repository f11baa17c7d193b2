/** What is measured by hand, on real stores. */
@NullMarked
package dev.orchestrator.bench;

import org.jspecify.annotations.NullMarked;

/** Handlers that write down what happens to them; packed into a plug-in, they run in the processes under test. */
@NullMarked
package dev.orchestrator.witness;

import org.jspecify.annotations.NullMarked;

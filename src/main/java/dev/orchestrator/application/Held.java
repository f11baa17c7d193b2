package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.ports.out.Journal.OutputKey;
import java.util.HashMap;
import java.util.Map;

/**
 * An execution as this process knows it: a state that is durable, and the outputs that its templates may look into.
 *
 * <p>Losing it costs a read.
 */
record Held(ExecutionState state, Map<OutputKey, Document> outputs) {
    /** Rough bytes of a node in memory. */
    private static final long NODE_BYTES = 240;
    /** Text in memory, and again as a tree once it was looked into. */
    private static final long BYTES_PER_CHAR = 4;

    static Held fresh(ExecutionState state) {
        return new Held(state, new HashMap<>());
    }

    /** The next durable state; the outputs are kept in place, for they never change. */
    Held advanced(ExecutionState next, Map<OutputKey, Document> added) {
        outputs.putAll(added);
        return new Held(next, outputs);
    }

    long bytes() {
        long total = NODE_BYTES * (state.workflow().dag().size() + 4L);
        for (Document output : outputs.values()) {
            total += BYTES_PER_CHAR * output.text().length();
        }
        return total;
    }
}

package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.ports.out.Journal.OutputKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An execution as this process knows it: a state that is durable, and the outputs that its templates may look into.
 *
 * <p>Losing it costs a read.
 */
final class Held {
    /** Rough bytes of a node in memory. */
    private static final long NODE_BYTES = 240;
    /** Text in memory, and again as a tree once it was looked into. */
    private static final long BYTES_PER_CHAR = 4;

    private final ExecutionState state;
    private final Map<OutputKey, Document> outputs;
    private long bytes;

    private Held(ExecutionState state, Map<OutputKey, Document> outputs, long bytes) {
        this.state = state;
        this.outputs = outputs;
        this.bytes = bytes;
    }

    static Held fresh(ExecutionState state) {
        return new Held(
                state, new HashMap<>(), NODE_BYTES * (state.workflow().dag().size() + 4L));
    }

    ExecutionState state() {
        return state;
    }

    /** Adds a stored output. Outputs never change, so the versions of an execution share them. */
    void add(OutputKey key, Document output) {
        if (outputs.putIfAbsent(key, output) == null) {
            bytes += BYTES_PER_CHAR * output.text().length();
        }
    }

    /** The output of a completed dispatch; what is not here was not loaded, which is a bug. */
    Document output(NodeId node, int dispatch) {
        Document document = find(new OutputKey(state.id(), node, dispatch));
        if (document == null) {
            throw new NotHeld("the output of " + node + " was not loaded for " + state.id());
        }
        return document;
    }

    /** An output was asked for that was not loaded: a bug, unless a command brought the reference to it. */
    static final class NotHeld extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotHeld(String message) {
            super(message);
        }
    }

    @Nullable
    Document find(OutputKey key) {
        return outputs.get(key);
    }

    /** The next durable state, and what it added. */
    Held advanced(ExecutionState next, Map<OutputKey, Document> added) {
        Held advanced = new Held(next, outputs, bytes);
        added.forEach(advanced::add);
        return advanced;
    }

    /** A rough measure of its weight in memory, kept up to date so that asking costs nothing. */
    long bytes() {
        return bytes;
    }
}

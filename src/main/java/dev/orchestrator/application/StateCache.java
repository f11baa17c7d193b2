package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states that readers were shown lately, so that none is ever shown an older one. Safe for many threads. */
final class StateCache {
    /** Bounded by nodes, which is what a state weighs by. */
    private static final int MAX_NODES = 200_000;

    private final LinkedHashMap<ExecutionId, ExecutionState> states = new LinkedHashMap<>(256, 0.75f, true);
    private int nodes;

    synchronized @Nullable ExecutionState get(ExecutionId id) {
        return states.get(id);
    }

    /** Keeps the state unless a newer one is known; answers the newer of the two. */
    synchronized ExecutionState newest(ExecutionState state) {
        ExecutionState known = states.get(state.id());
        if (known != null && known.version() >= state.version()) {
            return known;
        }
        if (known == null) {
            nodes += weight(state);
        }
        states.put(state.id(), state);
        evict();
        return state;
    }

    private void evict() {
        var oldest = states.entrySet().iterator();
        while (nodes > MAX_NODES && oldest.hasNext()) {
            Map.Entry<ExecutionId, ExecutionState> entry = oldest.next();
            nodes -= weight(entry.getValue());
            oldest.remove();
        }
    }

    private static int weight(ExecutionState state) {
        return state.workflow().dag().size() + 4;
    }
}

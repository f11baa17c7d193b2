package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.HashMap;
import java.util.Map;

/**
 * What came of a load; an execution that is in neither map does not exist.
 *
 * @param broken those that are there and cannot be read, and why
 */
record Loaded(Map<ExecutionId, Held> held, Map<ExecutionId, Throwable> broken) {
    static Loaded of(Map<ExecutionId, Held> held) {
        return new Loaded(held, Map.of());
    }

    static Loaded broken(ExecutionId id, Throwable why) {
        return new Loaded(Map.of(), Map.of(id, why));
    }

    Loaded and(Loaded more) {
        return new Loaded(union(held, more.held), union(broken, more.broken));
    }

    private static <V> Map<ExecutionId, V> union(Map<ExecutionId, V> some, Map<ExecutionId, V> more) {
        Map<ExecutionId, V> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}

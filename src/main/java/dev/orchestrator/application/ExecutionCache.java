package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The executions that this process decided about lately, bounded in bytes; the longest unused leave first. */
final class ExecutionCache {
    private final long maxBytes;
    private final LinkedHashMap<ExecutionId, Sized> entries = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    ExecutionCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Nullable
    Held get(ExecutionId id) {
        Sized sized = entries.get(id);
        return sized == null ? null : sized.held;
    }

    void put(Held held) {
        Sized sized = new Sized(held, held.bytes());
        drop(held.state().id());
        entries.put(held.state().id(), sized);
        bytes += sized.bytes;
        evict();
    }

    void drop(ExecutionId id) {
        Sized old = entries.remove(id);
        if (old != null) {
            bytes -= old.bytes;
        }
    }

    private void evict() {
        Iterator<Map.Entry<ExecutionId, Sized>> oldest = entries.entrySet().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().getValue().bytes;
            oldest.remove();
        }
    }

    private record Sized(Held held, long bytes) {}
}

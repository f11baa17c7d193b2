package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.ProgressSignals;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Hints of new versions, in memory; each listener is called on its own loop, and nobody while the store is down. */
final class InMemoryProgressSignals implements ProgressSignals {
    private final HotKeys keys;
    private final EventLoop loop;
    private final Map<ExecutionId, IntConsumer> listeners = new HashMap<>();

    InMemoryProgressSignals(HotKeys keys, EventLoop loop) {
        this.keys = keys;
        this.loop = loop;
        synchronized (keys) {
            keys.progress.add(this::applied);
        }
    }

    @Override
    public void follow(ExecutionId id, IntConsumer listener) {
        loop.execute(() -> listeners.put(id, listener));
    }

    @Override
    public void leave(ExecutionId id) {
        loop.execute(() -> listeners.remove(id));
    }

    private void applied(ExecutionId id, int version) {
        loop.execute(() -> listeners.getOrDefault(id, any -> {}).accept(version));
    }
}

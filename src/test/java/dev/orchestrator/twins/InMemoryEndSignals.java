package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EndSignals;
import dev.orchestrator.ports.out.EventLoop;
import java.util.function.Consumer;

/** Hints of ended executions, in memory; each listener is called on its own loop. */
final class InMemoryEndSignals implements EndSignals {
    private final HotKeys keys;
    private final EventLoop loop;

    InMemoryEndSignals(HotKeys keys, EventLoop loop) {
        this.keys = keys;
        this.loop = loop;
    }

    @Override
    public void listen(Consumer<ExecutionId> listener) {
        synchronized (keys) {
            keys.listeners.add(execution -> loop.execute(() -> listener.accept(execution)));
        }
    }
}

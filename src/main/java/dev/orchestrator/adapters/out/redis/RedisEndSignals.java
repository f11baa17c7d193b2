package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EndSignals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Hints of ended executions by publish and subscribe, on a channel for each shard. */
public final class RedisEndSignals implements EndSignals {
    private static final Logger LOG = Logger.getLogger(RedisEndSignals.class);

    private final RedisChannels channels;
    private final RedisShape shape;
    private final List<Consumer<ExecutionId>> listeners = new CopyOnWriteArrayList<>();

    RedisEndSignals(RedisChannels channels, RedisShape shape) {
        this.channels = channels;
        this.shape = shape;
    }

    /** Listeners are called on the loop. */
    @Override
    public void listen(Consumer<ExecutionId> listener) {
        listeners.add(listener);
        for (int shard = 0; shard < shape.shards(); shard++) {
            channels.listen(new ShardKeys(shard).ended(), this::hear);
        }
    }

    private void hear(String message) {
        try {
            ExecutionId id = ExecutionId.of(message);
            listeners.forEach(listener -> listener.accept(id));
        } catch (IllegalArgumentException e) {
            LOG.debugf("Not the end of an execution: %s", message);
        }
    }
}

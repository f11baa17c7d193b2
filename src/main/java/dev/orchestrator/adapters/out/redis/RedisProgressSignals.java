package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.ProgressSignals;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * Hints of new versions by publish and subscribe, on a channel for each execution: what nobody listens to costs Redis
 * next to nothing, and a process hears of nothing but what it follows.
 */
public final class RedisProgressSignals implements ProgressSignals {
    private static final Logger LOG = Logger.getLogger(RedisProgressSignals.class);

    private final RedisChannels channels;
    private final RedisShape shape;

    RedisProgressSignals(RedisChannels channels, RedisShape shape) {
        this.channels = channels;
        this.shape = shape;
    }

    /** The listener is called on the loop. */
    @Override
    public void follow(ExecutionId id, IntConsumer listener) {
        channels.listen(channel(id), message -> hear(message, listener));
    }

    @Override
    public void leave(ExecutionId id) {
        channels.leave(channel(id));
    }

    private String channel(ExecutionId id) {
        return new ShardKeys(shape.shardOf(id)).progress(id);
    }

    private static void hear(String message, IntConsumer listener) {
        try {
            listener.accept(Integer.parseInt(message));
        } catch (NumberFormatException e) {
            LOG.debugf("Not a version: %s", message);
        }
    }
}

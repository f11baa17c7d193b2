package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.EndSignals;
import dev.orchestrator.ports.out.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hints of ended executions by publish and subscribe, on a connection of its own that is opened again when it breaks. */
public final class RedisEndSignals implements EndSignals {
    private static final Logger LOG = Logger.getLogger(RedisEndSignals.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 5;

    private final VertxEventLoop loop;
    private final RedisServer server;
    private final RedisShape shape;
    private final List<Consumer<ExecutionId>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Redis client;
    private EventLoop.Timer deadline = () -> {};
    private int failures;
    private boolean started;
    private boolean closed;

    RedisEndSignals(VertxEventLoop loop, RedisServer server, RedisShape shape) {
        this.loop = loop;
        this.server = server;
        this.shape = shape;
    }

    /** Listeners are called on the loop; the connection is opened for the first. */
    @Override
    public void listen(Consumer<ExecutionId> listener) {
        listeners.add(listener);
        loop.execute(() -> {
            if (!started) {
                started = true;
                connect();
            }
        });
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            closeClient();
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        Redis opened = Redis.createClient(loop.context().owner(), server.options());
        client = opened;
        deadline = loop.after(LONGEST_CONNECT, () -> broke(opened, "no answer in time"));
        opened.connect().onComplete(result -> loop.execute(() -> connected(opened, result)));
    }

    private void connected(Redis opened, AsyncResult<RedisConnection> result) {
        if (client != opened) {
            opened.close();
        } else if (result.failed()) {
            broke(opened, String.valueOf(result.cause().getMessage()));
        } else {
            RedisConnection connection = result.result();
            connection.handler(message -> loop.execute(() -> hear(message)));
            connection.endHandler(end -> loop.execute(() -> broke(opened, "the server closed it")));
            connection.exceptionHandler(e -> loop.execute(() -> broke(opened, String.valueOf(e.getMessage()))));
            subscribe(opened, connection);
        }
    }

    private void subscribe(Redis opened, RedisConnection connection) {
        Request request = Request.cmd(Command.SUBSCRIBE);
        for (int shard = 0; shard < shape.shards(); shard++) {
            request.arg(new ShardKeys(shard).ended());
        }
        connection
                .send(request)
                .onComplete(result -> loop.execute(() -> {
                    if (result.failed()) {
                        broke(opened, String.valueOf(result.cause().getMessage()));
                    } else if (client == opened) {
                        failures = 0;
                        deadline.cancel();
                    }
                }));
    }

    /** A message is (message, channel, payload); what else comes tells of subscriptions. */
    private void hear(Response message) {
        if (message.size() == 3 && "message".equals(message.get(0).toString())) {
            try {
                ExecutionId id = ExecutionId.of(message.get(2).toString());
                listeners.forEach(listener -> listener.accept(id));
            } catch (IllegalArgumentException e) {
                LOG.debugf("Not the end of an execution: %s", message);
            }
        }
    }

    private void broke(Redis opened, String why) {
        if (client == opened && !closed) {
            LOG.debugf("The connection for end signals broke: %s", why);
            closeClient();
            loop.after(Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS)), this::connect);
        }
    }

    private void closeClient() {
        deadline.cancel();
        if (client != null) {
            client.close();
            client = null;
        }
    }
}

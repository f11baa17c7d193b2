package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.ports.out.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to channels, on a connection of its own that is opened for the first of them, and again with all when it broke.
 *
 * <p>Listeners are called on the loop. What was published while nobody was connected is lost. In protocol 2 a message may
 * arrive where Vert.x takes it for the reply to a subscription, so replies are heard like messages, and no more is read
 * from them than that the server lives.
 */
final class RedisChannels {
    private static final Logger LOG = Logger.getLogger(RedisChannels.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST_IN_ONE_COMMAND = 500;

    private final VertxEventLoop loop;
    private final RedisServer server;
    private final Map<String, Consumer<String>> listeners = new HashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private final Set<String> fresh = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private EventLoop.Timer deadline = () -> {};
    private int failures;
    private boolean subscribing;
    private boolean waiting;
    private boolean closed;

    RedisChannels(VertxEventLoop loop, RedisServer server) {
        this.loop = loop;
        this.server = server;
    }

    /** One listener for each channel. */
    void listen(String channel, Consumer<String> listener) {
        loop.execute(() -> {
            listeners.put(channel, listener);
            gone.remove(channel);
            if (!subscribed.contains(channel)) {
                fresh.add(channel);
            }
            subscribe();
        });
    }

    void leave(String channel) {
        loop.execute(() -> {
            listeners.remove(channel);
            fresh.remove(channel);
            if (subscribed.contains(channel)) {
                gone.add(channel);
            }
            subscribe();
        });
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            closeClient();
        });
    }

    private void connect() {
        waiting = false;
        if (closed || client != null || listeners.isEmpty()) {
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
            RedisConnection open = result.result();
            open.handler(message -> loop.execute(() -> hear(message)));
            open.endHandler(end -> loop.execute(() -> broke(opened, "the server closed it")));
            open.exceptionHandler(e -> loop.execute(() -> broke(opened, String.valueOf(e.getMessage()))));
            connection = open;
            subscribe();
        }
    }

    /** Brings the subscriptions in line with the listeners, one command at a time: what comes meanwhile gathers. */
    private void subscribe() {
        RedisConnection open = connection;
        if (open == null) {
            if (!waiting) {
                connect();
            }
            return;
        }
        if (subscribing || (gone.isEmpty() && fresh.isEmpty())) {
            return;
        }
        subscribing = true;
        if (gone.isEmpty()) {
            List<String> channels = take(fresh);
            subscribed.addAll(channels);
            send(open, Command.SUBSCRIBE, channels);
        } else {
            List<String> channels = take(gone);
            channels.forEach(subscribed::remove);
            send(open, Command.UNSUBSCRIBE, channels);
        }
    }

    private static List<String> take(Set<String> from) {
        List<String> some = from.stream().limit(MOST_IN_ONE_COMMAND).toList();
        some.forEach(from::remove);
        return some;
    }

    private void send(RedisConnection open, Command command, List<String> channels) {
        Request request = Request.cmd(command);
        channels.forEach(request::arg);
        open.send(request)
                .onComplete(result -> loop.execute(() -> {
                    if (connection != open) {
                        return;
                    }
                    if (result.failed()) {
                        broke(client, String.valueOf(result.cause().getMessage()));
                        return;
                    }
                    failures = 0;
                    deadline.cancel();
                    subscribing = false;
                    hear(result.result());
                    subscribe();
                }));
    }

    /** A message is (message, channel, payload); what else comes tells of subscriptions. */
    private void hear(@Nullable Response message) {
        if (message != null && message.size() == 3 && "message".equals(String.valueOf(message.get(0)))) {
            Consumer<String> listener = listeners.get(message.get(1).toString());
            if (listener != null) {
                listener.accept(message.get(2).toString());
            }
        }
    }

    private void broke(@Nullable Redis opened, String why) {
        if (client == opened && !closed) {
            LOG.debugf("The connection for hints broke: %s", why);
            closeClient();
            waiting = true;
            loop.after(Duration.ofMillis(FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS)), this::connect);
        }
    }

    private void closeClient() {
        deadline.cancel();
        connection = null;
        subscribing = false;
        subscribed.clear();
        gone.clear();
        fresh.addAll(listeners.keySet());
        if (client != null) {
            client.close();
            client = null;
        }
    }
}

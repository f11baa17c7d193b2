package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestRedis;
import dev.orchestrator.bootstrap.embedded.TestStores;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A real server, flushed when it is opened: one for all tests of a JVM, or that of {@code -Dtests.redis.url}. */
final class RealHotStore implements HotStore, AutoCloseable {
    private static final long MOST_SECONDS = 30;
    private static final Vertx VERTX = Vertx.vertx();
    private static final String URL = System.getProperty("tests.redis.url", "");
    private static final RedisServer SERVER = new RedisServer(URL.isEmpty() ? shared() : URL);

    private final List<RedisStore> stores = new ArrayList<>();
    private final RedisShape shape;
    private final RedisServer server;
    private final RedisLink link;

    RealHotStore(RedisShape shape) {
        this(shape, server());
    }

    RealHotStore(RedisShape shape, RedisServer server) {
        this.shape = shape;
        this.server = server;
        this.link = new RedisLink(VertxEventLoop.next(VERTX), server);
        wipe();
    }

    private static String shared() {
        if (TestStores.inContainers()) {
            return TestStores.start(Path.of("target"), Set.of(Store.REDIS))
                    .untilTheEnd()
                    .url(Store.REDIS);
        }
        TestRedis redis = TestRedis.start();
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
        return redis.url();
    }

    static RedisServer server() {
        return SERVER;
    }

    static VertxEventLoop loop() {
        return VertxEventLoop.next(VERTX);
    }

    String url() {
        return server.url();
    }

    RedisStore open() {
        return open(MessageRules.DEFAULT);
    }

    RedisStore open(MessageRules rules) {
        RedisStore store = new RedisStore(loop(), server, shape, rules);
        stores.add(store);
        return store;
    }

    @Override
    public Ports connect() {
        RedisStore store = open();
        return new Ports(
                store.liveState(),
                store.tasks(),
                store.completions(),
                store.upkeep(),
                store.members(),
                store.endSignals(),
                store.progressSignals(),
                store.requestLimits(),
                store.whereabouts(),
                store.breakers());
    }

    @Override
    public <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it never came about");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void wipe() {
        call(Command.FLUSHALL);
    }

    @Override
    public Map<String, Integer> rest() {
        Map<String, Integer> left = new LinkedHashMap<>();
        List.of("tasks", "messages", "pending", "views", "open", "timers").forEach(kind -> left.put(kind, 0));
        for (String key : keys()) {
            String name = key.substring(key.indexOf("}:") + 2);
            count(key, name).forEach((kind, number) -> left.merge(kind, number, Integer::sum));
        }
        return left;
    }

    List<String> keys() {
        return call(Command.KEYS, "wf:{*").stream().map(Response::toString).toList();
    }

    private Map<String, Integer> count(String key, String name) {
        if (name.startsWith("q:")) {
            return Map.of("tasks", number(Command.XLEN, key), "unstarted", pending(key, "workers"));
        } else if (name.startsWith("c:")) {
            return Map.of("messages", number(Command.XLEN, key), "pending", pending(key, "orchestrators"));
        } else if (name.startsWith("x:")) {
            return Map.of("views", 1);
        } else if (name.startsWith("o:")) {
            List<String> fields =
                    call(Command.HKEYS, key).stream().map(Response::toString).toList();
            int tasks = (int)
                    fields.stream().filter(field -> field.startsWith("d:")).count();
            return Map.of("open", tasks, "timers", fields.size() - tasks);
        } else if (name.equals("deadlines") || name.equals("timers")) {
            return Map.of(name + " set", number(Command.ZCARD, key));
        }
        return Map.of();
    }

    private int pending(String stream, String group) {
        boolean hasGroup = call(Command.XINFO, "GROUPS", stream).size() > 0;
        return hasGroup ? call(Command.XPENDING, stream, group).get(0).toInteger() : 0;
    }

    private int number(Command command, String key) {
        return call(command, key).toInteger();
    }

    Response call(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return get(link.send(request));
    }

    /** Puts an entry into a stream, as somebody does who writes bytes; answers its id. */
    String add(String stream, Buffer... fields) {
        Request request = Request.cmd(Command.XADD).arg(stream).arg("*");
        for (Buffer field : fields) {
            request.arg(field);
        }
        return get(link.send(request)).toString();
    }

    ShardKeys keysOf(Task.Key key) {
        return new ShardKeys(shape.shardOf(key.execution()));
    }

    Duration leaseEnd(Task.Key key) {
        String member = key.execution() + "|" + key.node() + "|" + key.dispatch();
        long millis = call(Command.ZSCORE, keysOf(key).deadlines(), member).toLong();
        return Duration.between(now(), Instant.ofEpochMilli(millis));
    }

    @Override
    public void close() {
        stores.forEach(RedisStore::close);
        link.close();
    }
}

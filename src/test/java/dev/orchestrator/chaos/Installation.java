package dev.orchestrator.chaos;

import dev.orchestrator.bootstrap.embedded.StoreServer;
import dev.orchestrator.bootstrap.embedded.StoreServers;
import dev.orchestrator.e2e.Api;
import dev.orchestrator.e2e.Engine;
import dev.orchestrator.e2e.RedisKeys;
import dev.orchestrator.witness.WitnessPlugIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An installation of the real jar: each role in processes of its own, real stores, and proxies between them. Everything is
 * a process that can be killed, stopped and started again.
 */
public final class Installation implements AutoCloseable {
    /** Many processes that live for minutes on few cores: what helps them to start counts more than how fast they get. */
    private static final String SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m";

    /** How long a worker may be silent before its task goes to another. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    private static final Map<String, String> SETTINGS = Map.of(
            "REAPER_MIN_IDLE_SECONDS",
            Long.toString(LEASE.toSeconds()),
            "REAPER_CHECK_INTERVAL_SECONDS",
            "1",
            "WORKFLOW_DRAIN",
            "10s",
            "JAVA_TOOL_OPTIONS",
            SMALL);

    /**
     * What an installation consists of.
     *
     * @param settings in the environment of all processes, besides the usual ones
     */
    public record Plan(int apis, int orchestrators, int workers, int reapers, Map<String, String> settings) {
        public static final Plan USUAL = new Plan(2, 2, 3, 2, Map.of());

        public Plan with(String name, String value) {
            Map<String, String> more = new HashMap<>(settings);
            more.put(name, value);
            return new Plan(apis, orchestrators, workers, reapers, Map.copyOf(more));
        }
    }

    public final List<Engine> apis;
    public final List<Engine> orchestrators;
    public final List<Engine> workers;
    public final List<Engine> reapers;
    /** The server itself; the roles reach it through the proxies. */
    public final StoreServer redis;

    public final StoreServer postgres;
    /** Between the roles that decide and Redis. */
    public final Proxy redisProxy;
    /** Between workers and Redis. */
    public final Proxy workersRedisProxy;

    public final Proxy postgresProxy;
    private final Path directory;
    private final StoreServers stores;

    Installation(Path directory, Plan plan) {
        this.directory = directory;
        stores = new StoreServers(directory.resolve("data"), LowPorts.free(), LowPorts.free());
        redis = stores.redis;
        postgres = stores.postgres;
        keepTimesOfCommits();
        redisProxy = Proxy.to(redis.port());
        workersRedisProxy = Proxy.to(redis.port());
        postgresProxy = Proxy.to(postgres.port());
        Map<String, String> worker = new HashMap<>(SETTINGS);
        worker.putAll(plan.settings());
        worker.put("REDIS_URL", through(workersRedisProxy, redis));
        Map<String, String> decider = new HashMap<>(worker);
        decider.put("REDIS_URL", through(redisProxy, redis));
        decider.put("DATABASE_URL", through(postgresProxy, postgres));
        String plugIns = "--plugins=" + WitnessPlugIn.packInto(directory);
        apis = make(plan.apis(), n -> engine("api-" + n, decider, "--role=api", "--simulate"));
        orchestrators = make(plan.orchestrators(), n -> engine("orchestrator-" + n, decider, "--role=orchestrator"));
        workers = make(plan.workers(), n -> engine("worker-" + n, worker, "--role=worker", plugIns));
        reapers = make(plan.reapers(), n -> engine("reaper-" + n, decider, "--role=reaper"));
    }

    private static List<Engine> make(int count, Function<Integer, Engine> one) {
        return IntStream.rangeClosed(1, count).boxed().map(one).toList();
    }

    private Engine engine(String name, Map<String, String> environment, String... arguments) {
        return new Engine(name, directory, List.of(arguments), environment);
    }

    private static String through(Proxy proxy, StoreServer store) {
        return store.url().replace(":" + store.port(), ":" + proxy.port());
    }

    /** So that versions have the time at which they became durable. It needs a restart. */
    private void keepTimesOfCommits() {
        try (Connection connection = database();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET track_commit_timestamp = on");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        postgres.stop();
        postgres.start();
    }

    Installation start() {
        all().forEach(Engine::launch);
        all().forEach(Engine::awaitReady);
        return this;
    }

    public Api api() {
        return apis.get(0).api();
    }

    /** A connection of one's own, past the proxy. */
    public RedisKeys keys() {
        return new RedisKeys(redis.url());
    }

    /** A connection of one's own, past the proxy. */
    public Connection database() throws SQLException {
        URI url = URI.create(postgres.url());
        String[] account = url.getUserInfo().split(":", 2);
        return DriverManager.getConnection("jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath()
                + "?user=" + account[0] + "&password=" + account[1] + "&connectTimeout=5&socketTimeout=60");
    }

    public List<Engine> all() {
        return Stream.of(apis, orchestrators, workers, reapers)
                .flatMap(List::stream)
                .toList();
    }

    boolean isHealthy() {
        return redis.isAlive()
                && postgres.isAlive()
                && all().stream().allMatch(engine -> engine.isAlive() && engine.isReady());
    }

    /** Undoes what a scenario that failed may have left: stopped or dead processes, proxies that do not let pass. */
    void mend() {
        Stream.of(redisProxy, workersRedisProxy, postgresProxy).forEach(Proxy::heal);
        Stream.of(redis, postgres).forEach(store -> {
            if (store.isAlive()) {
                store.signal("CONT");
            } else {
                store.start();
            }
        });
        all().forEach(engine -> {
            if (engine.isAlive()) {
                engine.signal("CONT");
            } else {
                engine.launch();
            }
        });
        all().forEach(Engine::awaitReady);
    }

    /** The log of each process. */
    List<Path> logs() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills what runs; nothing is to be kept. */
    @Override
    public void close() {
        all().stream().filter(Engine::isAlive).forEach(Engine::kill);
        Stream.of(redisProxy, workersRedisProxy, postgresProxy).forEach(Proxy::close);
        stores.close();
    }
}

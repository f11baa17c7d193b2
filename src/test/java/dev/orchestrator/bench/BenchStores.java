package dev.orchestrator.bench;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.flywaydb.core.Flyway;

/** Real servers with an empty database, and what is asked of them beside the engine. */
final class BenchStores implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    private final TestStores stores;
    private final Redis redis;
    private final URI postgres;

    BenchStores(Path directory) {
        stores = TestStores.start(directory, Set.of(Store.POSTGRES, Store.REDIS));
        postgres = URI.create(stores.url(Store.POSTGRES));
        redis = Redis.createClient(vertx, redisUrl());
        String[] user = postgres.getUserInfo().split(":");
        Flyway flyway = Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://" + postgres.getAuthority().replaceFirst(".*@", "") + postgres.getPath(),
                        user[0],
                        user[1])
                .cleanDisabled(false)
                .load();
        flyway.clean();
        flyway.migrate();
        ask(Command.FLUSHALL);
    }

    String redisUrl() {
        return stores.url(Store.REDIS);
    }

    Pool pool(int size) {
        String[] user = postgres.getUserInfo().split(":");
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(new PgConnectOptions()
                        .setHost(postgres.getHost())
                        .setPort(postgres.getPort())
                        .setDatabase(postgres.getPath().substring(1))
                        .setUser(user[0])
                        .setPassword(user[1])
                        .setCachePreparedStatements(true))
                .using(vertx)
                .build();
    }

    Response ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return redis.send(request).toCompletionStage().toCompletableFuture().join();
    }

    /** Seconds of the processor that the server's main thread has used. */
    double redisSeconds() {
        return ask(Command.INFO, "cpu")
                .toString()
                .lines()
                .filter(line -> line.matches("used_cpu_(user|sys)_main_thread:.*"))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    @Override
    public void close() {
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        stores.close();
    }
}

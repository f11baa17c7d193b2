package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;

/** Real PostgreSQL for tests: one server for the whole run, a database of its own for each test that asks. */
final class TestPostgres implements AutoCloseable {
    private static final String URL = "test.postgres.url";
    private static final String DATABASES = "test.postgres.databases";
    private static final URI SERVER = server();

    private final Vertx vertx = Vertx.vertx();
    private final List<Pool> pools = new ArrayList<>();
    private final String database = nextDatabase();

    TestPostgres() {
        this("latest");
    }

    /** With the schema as it was at this version. */
    TestPostgres(String version) {
        run("postgres", "drop database if exists " + database);
        run("postgres", "create database " + database);
        migrate(version);
    }

    void migrate(String version) {
        Flyway.configure()
                .dataSource(jdbc(database), user(), password())
                .target(version)
                .load()
                .migrate();
    }

    /** Quarkus loads this class a second time, so the server is found by a system property. */
    private static URI server() {
        String url = System.getProperty(URL);
        return URI.create(url == null ? start() : url);
    }

    /** The data is kept for the next run, which then starts in a moment. */
    private static String start() {
        String url = TestStores.start(Path.of("target", "test-postgres"), Set.of(Store.POSTGRES))
                .untilTheEnd()
                .url(Store.POSTGRES);
        System.setProperty(URL, url);
        return url;
    }

    private static String nextDatabase() {
        int number = Integer.getInteger(DATABASES, 0) + 1;
        System.setProperty(DATABASES, Integer.toString(number));
        return "test" + number;
    }

    Vertx vertx() {
        return vertx;
    }

    /** A pool of its own, as a process of its own would have. */
    Pool pool(int size) {
        return pool(size, SERVER.getHost(), SERVER.getPort());
    }

    /** A pool that goes through a proxy. */
    Pool pool(int size, String host, int port) {
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(target(host, port))
                .using(vertx)
                .build();
        pools.add(pool);
        return pool;
    }

    /** This database by another way. */
    PgConnectOptions target(String host, int port) {
        return new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(user())
                .setPassword(password())
                .setCachePreparedStatements(true);
    }

    /** The settings that make Quarkus use this database. */
    Map<String, String> quarkus() {
        return Map.of(
                "quarkus.datasource.username", user(),
                "quarkus.datasource.password", password(),
                "quarkus.datasource.jdbc.url", jdbc(database),
                "quarkus.datasource.reactive.url", jdbc(database).substring("jdbc:".length()));
    }

    static int port() {
        return SERVER.getPort();
    }

    /** Locks a table against writers, and against all others, until it is closed. */
    AutoCloseable lock(String table) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbc(database), user(), password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table);
        }
        return connection;
    }

    void run(String sql) {
        run(database, sql);
    }

    /** The first column of a query, as text. */
    List<String> ask(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbc(database), user(), password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                result.add(rows.getString(1));
            }
            return result;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection of somebody else's. */
    Connection connect() {
        try {
            return DriverManager.getConnection(jdbc(database), user(), password());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbc(database), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String jdbc(String database) {
        return "jdbc:postgresql://" + SERVER.getHost() + ":" + SERVER.getPort() + "/" + database;
    }

    private static String user() {
        return SERVER.getUserInfo().split(":")[0];
    }

    private static String password() {
        return SERVER.getUserInfo().split(":")[1];
    }

    @Override
    public void close() {
        pools.forEach(Pool::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        run("postgres", "drop database " + database + " with (force)");
    }
}

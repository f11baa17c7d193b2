package dev.orchestrator.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real server processes. One story to a test, since each start of a new directory costs seconds. */
@Timeout(120)
class EmbeddedStoresTest {
    @TempDir
    Path directory;

    @Test
    void whatWasWrittenSurvivesAStop() throws Exception {
        String database;
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            database = stores.url(Store.POSTGRES).orElseThrow();
            assertThat(sql(database, "create table kept as select 42 as answer"))
                    .isEmpty();
            assertThat(RedisWire.call(stores.url(Store.REDIS).orElseThrow(), "SET kept 42"))
                    .isEqualTo("+OK");
        }
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(stores.url(Store.POSTGRES)).as("the port is kept").contains(database);
            assertThat(sql(database, "select answer from kept")).isEqualTo("42");
            assertThat(RedisWire.call(stores.url(Store.REDIS).orElseThrow(), "GET kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void theSettingsThatKeepDataAreOn() throws Exception {
        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            String database = stores.url(Store.POSTGRES).orElseThrow();
            String redis = stores.url(Store.REDIS).orElseThrow();
            assertThat(sql(database, "show fsync")).isEqualTo("on");
            assertThat(sql(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(sql(database, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(sql(database, "show server_encoding")).isEqualTo("UTF8");
            assertThat(RedisWire.call(redis, "CONFIG GET appendonly")).isEqualTo("appendonly=yes");
            assertThat(RedisWire.call(redis, "CONFIG GET maxmemory-policy")).isEqualTo("maxmemory-policy=noeviction");
            assertThat(RedisWire.call(redis.replaceFirst(":[^:@]*@", ":wrong@"), "PING"))
                    .startsWith("-");
            assertThatThrownBy(() -> sql(database.replaceFirst(":[^:@]*@", ":wrong@"), "select 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(permissions("postgres/password")).isEqualTo("rw-------");
            assertThat(permissions("postgres")).isEqualTo("rwx------");
        }
    }

    @Test
    void aDirectoryServesOneEngine() {
        try (EmbeddedStores first = EmbeddedStores.start(directory, Set.of(Store.REDIS))) {
            assertThat(first.url(Store.POSTGRES)).isEmpty();
            assertThatThrownBy(() -> EmbeddedStores.start(directory))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("in use by another engine")
                    .hasMessageContaining("--data-dir");
        }
    }

    @Test
    void theBundledRedisRuns() throws Exception {
        try (DataDirectory held = DataDirectory.open(directory);
                EmbeddedRedis redis = EmbeddedRedis.start(held, RedisProgram.bundled(new Binaries(held.binaries())))) {
            assertThat(RedisWire.call(redis.url(), "PING")).isEqualTo("+PONG");
        }
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    static String sql(String url, String statement) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        try (Connection connection = DriverManager.getConnection(jdbc, user[0], user[1]);
                Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return "";
            }
            ResultSet rows = sql.getResultSet();
            return rows.next() ? rows.getString(1) : "";
        }
    }
}

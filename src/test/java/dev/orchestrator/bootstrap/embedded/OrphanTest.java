package dev.orchestrator.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a killed engine leaves behind, the next start stops properly and replaces. */
@Timeout(120)
class OrphanTest {
    @TempDir
    Path directory;

    @Test
    void aStartReplacesTheServersOfAKilledEngine() throws Exception {
        Process engine = engine();
        String database = line(engine);
        EmbeddedStoresTest.sql(database, "create table kept as select 7 as answer");
        ProcessHandle postgres = server("postgres/data/postmaster.pid");
        ProcessHandle redis = server(redisPidFile());
        kill(engine);
        assertThat(postgres.isAlive()).as("it lives on as an orphan").isTrue();
        assertThat(redis.isAlive()).isTrue();

        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(postgres.isAlive()).isFalse();
            assertThat(redis.isAlive()).isFalse();
            assertThat(EmbeddedStoresTest.sql(stores.url(Store.POSTGRES).orElseThrow(), "select answer from kept"))
                    .isEqualTo("7");
        }
    }

    @Test
    void aServerKilledWithItsEngineIsNoObstacle() throws Exception {
        Process engine = engine();
        line(engine);
        ProcessHandle postgres = server("postgres/data/postmaster.pid");
        ProcessHandle redis = server(redisPidFile());
        kill(engine);
        postgres.destroyForcibly();
        redis.destroyForcibly();

        try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
            assertThat(EmbeddedStoresTest.sql(stores.url(Store.POSTGRES).orElseThrow(), "select 1"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aPidFileThatNamesSomeoneElseKillsNobody() throws Exception {
        try (DataDirectory held = DataDirectory.open(directory)) {
            Path home = held.directory("redis/7.0");
            Path pidFile = home.resolve("redis.pid");
            Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
            assertThat(ServerProcess.find(pidFile, home)).isEmpty();
        }
    }

    private Process engine() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoresMain.class.getName(),
                        directory.toString())
                .redirectError(new File("/dev/null"))
                .start();
    }

    private static String line(Process engine) throws Exception {
        return new BufferedReader(new InputStreamReader(engine.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static void kill(Process engine) throws InterruptedException {
        engine.destroyForcibly();
        assertThat(engine.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private String redisPidFile() throws Exception {
        try (var versions = Files.newDirectoryStream(directory.resolve("redis"), Files::isDirectory)) {
            return directory
                    .relativize(versions.iterator().next().resolve("redis.pid"))
                    .toString();
        }
    }

    private ProcessHandle server(String pidFile) throws Exception {
        String pid = Files.readAllLines(directory.resolve(pidFile)).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** An engine that can be killed: it starts the stores, says so, and waits for the end. */
    static final class StoresMain {
        public static void main(String[] args) throws Exception {
            EmbeddedStores stores = EmbeddedStores.start(Path.of(args[0]));
            System.out.println(stores.url(Store.POSTGRES).orElseThrow());
            System.in.read();
        }
    }
}

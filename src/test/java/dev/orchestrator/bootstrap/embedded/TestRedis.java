package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Redis server for tests: the bundled one (6.2), the oldest that is supported, or with {@code
 * -Dtests.redis=installed} the machine's own.
 */
public final class TestRedis implements AutoCloseable {
    private static final boolean INSTALLED = "installed".equals(System.getProperty("tests.redis"));

    private final Path home;
    private final DataDirectory directory;
    private EmbeddedRedis server;

    private TestRedis(Path home) {
        this.home = home;
        this.directory = DataDirectory.open(home);
        this.server = launch();
    }

    public static TestRedis start() {
        try {
            return new TestRedis(Files.createTempDirectory("test-redis-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedRedis launch() {
        try {
            Binaries binaries = new Binaries(directory.binaries());
            return EmbeddedRedis.start(
                    directory, INSTALLED ? RedisProgram.find(binaries) : RedisProgram.bundled(binaries));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return server.url();
    }

    public void stop() {
        server.close();
    }

    /** Starts it again after a stop, on the same port with the same data. */
    public void startAgain() {
        server = launch();
    }

    @Override
    public void close() {
        server.close();
        directory.close();
        try {
            Binaries.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

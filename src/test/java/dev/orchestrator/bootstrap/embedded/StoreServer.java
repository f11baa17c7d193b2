package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store as a process that a test may hurt: stop, kill, start again on the same port, with its data or without. Not for
 * several threads at a time.
 */
public final class StoreServer implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(30);

    private final Path directory;
    private final Path pidFile;
    private final Supplier<EmbeddedServer> starter;
    private @Nullable EmbeddedServer server;

    /** @param directory where the server works */
    StoreServer(Path directory, Path pidFile, Supplier<EmbeddedServer> starter) {
        this.directory = directory;
        this.pidFile = pidFile;
        this.starter = starter;
    }

    /** Starts it, with the data that it finds, and returns when it takes connections. */
    public StoreServer start() {
        String before = server == null ? null : server.url();
        server = starter.get();
        if (before != null && !before.equals(server.url())) {
            throw new IllegalStateException("it came back elsewhere: somebody took its port");
        }
        return this;
    }

    /** Where it is reached, as it would stand in DATABASE_URL or REDIS_URL. */
    public String url() {
        return Objects.requireNonNull(server, "not started").url();
    }

    public int port() {
        return URI.create(url()).getPort();
    }

    /** Where it works: of Redis its append-only directory lies here, of PostgreSQL this is the cluster. */
    public Path directory() {
        return directory;
    }

    public boolean isAlive() {
        return !processes().isEmpty();
    }

    /** Ends it as a failure of its machine would, children and all. */
    public void kill() {
        processes().forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Ends it in order. */
    public void stop() {
        if (server != null) {
            server.close();
            awaitEnd();
        }
    }

    private void awaitEnd() {
        if (!ServerProcess.awaitEmpty(directory, END)) {
            throw new IllegalStateException("the server in " + directory + " does not end");
        }
    }

    /** Sends a signal to all its processes, such as STOP. */
    public void signal(String name) {
        List<String> line = Stream.concat(
                        Stream.of("kill", "-" + name), processes().stream().map(it -> Long.toString(it.pid())))
                .toList();
        try {
            Process kill = new ProcessBuilder(line).redirectErrorStream(true).start();
            if (line.size() < 3 || !kill.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("could not send " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The server first, then its children; empty when it does not run. */
    private List<ProcessHandle> processes() {
        try {
            return ServerProcess.find(pidFile, directory).stream()
                    .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what it has stored under this name in its directory, while it does not run. */
    public void forget(String name) {
        Path path = directory.resolve(name);
        try {
            if (Files.exists(path)) {
                Binaries.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (isAlive()) {
            signal("CONT");
            stop();
        }
    }
}

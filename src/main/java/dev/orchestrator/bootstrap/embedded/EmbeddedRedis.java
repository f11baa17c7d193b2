package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Redis as a process of ours: an append-only file synced each second, no eviction, loopback and a password. */
final class EmbeddedRedis implements EmbeddedServer {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final ProcessHandle process;
    private final String url;

    private EmbeddedRedis(ProcessHandle process, String url) {
        this.process = process;
        this.url = url;
    }

    static EmbeddedRedis start(DataDirectory directory) {
        try {
            return start(directory, RedisProgram.find(new Binaries(directory.binaries())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An older Redis refuses a newer one's files, so each version has a directory of its own. Nothing is lost by
     * a change: what Redis held is made anew from the journal.
     */
    static EmbeddedRedis start(DataDirectory directory, RedisProgram program) throws IOException {
        replaceOrphans(directory.directory("redis"));
        return launch(directory.directory("redis/" + program.version()), program);
    }

    private static void replaceOrphans(Path parent) throws IOException {
        try (var versions = Files.newDirectoryStream(parent, Files::isDirectory)) {
            for (Path version : versions) {
                Optional<ProcessHandle> orphan = ServerProcess.find(version.resolve("redis.pid"), version);
                if (orphan.isPresent()) {
                    stop(orphan.get());
                }
            }
        }
    }

    private static EmbeddedRedis launch(Path directory, RedisProgram program) throws IOException {
        int port = LocalPort.in(directory);
        String password = Password.in(directory);
        Path log = directory.resolve("redis.log");
        Path configuration = directory.resolve("redis.conf");
        Permissions.writePrivate(configuration, configuration(directory, port, password));
        Process process =
                ServerProcess.launch(List.of(program.path().toString(), configuration.toString()), directory, log);
        RedisProbe probe = new RedisProbe(port, password);
        boolean settled = Patience.until(() -> probe.isReady() || !process.isAlive(), START);
        if (!settled || !process.isAlive()) {
            process.destroyForcibly();
            throw new StoreFailure("Redis did not start:\n" + ServerProcess.tail(log));
        }
        return new EmbeddedRedis(process.toHandle(), "redis://:" + password + "@" + LocalPort.HOST + ":" + port + "/0");
    }

    private static String configuration(Path directory, int port, String password) {
        return String.join(
                "\n",
                "bind " + LocalPort.HOST,
                "port " + port,
                "protected-mode yes",
                "requirepass " + password,
                "dir \"" + directory + "\"",
                "pidfile \"" + directory.resolve("redis.pid") + "\"",
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction",
                "");
    }

    /** On SIGTERM Redis syncs its append-only file and ends. */
    private static void stop(ProcessHandle process) {
        process.destroy();
        if (!ServerProcess.awaitEnd(process, STOP)) {
            process.destroyForcibly();
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        stop(process);
    }
}

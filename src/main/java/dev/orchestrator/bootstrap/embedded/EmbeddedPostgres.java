package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** PostgreSQL from the jar, with fsync on, data kept, and an orphan of a killed engine replaced. */
final class EmbeddedPostgres implements EmbeddedServer {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final String USER = "workflow";

    private final PostgresFiles files;
    private final ProcessHandle process;
    private final String url;

    private EmbeddedPostgres(PostgresFiles files, ProcessHandle process, String url) {
        this.files = files;
        this.process = process;
        this.url = url;
    }

    static EmbeddedPostgres start(DataDirectory directory) {
        try {
            Path programs = new Binaries(directory.binaries())
                    .postgres()
                    .orElseThrow(() -> Platform.noServer("PostgreSQL", "DATABASE_URL"));
            PostgresFiles files =
                    new PostgresFiles(directory.directory("postgres"), programs.resolve("bin"), Account.unprivileged());
            files.create(USER);
            replaceOrphan(files);
            return launch(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replaceOrphan(PostgresFiles files) throws IOException {
        Optional<ProcessHandle> orphan = ServerProcess.find(files.pidFile(), files.data());
        if (orphan.isPresent()) {
            stop(files, orphan.get());
        }
        // Its backends hold the shared memory a little longer when the server itself was killed too.
        if (Files.exists(files.pidFile()) && !ServerProcess.awaitEmpty(files.data(), STOP)) {
            throw new StoreFailure("A PostgreSQL from an earlier run still works in " + files.data() + ".");
        }
        Files.deleteIfExists(files.pidFile());
    }

    private static EmbeddedPostgres launch(PostgresFiles files) throws IOException {
        int port = LocalPort.in(files.root());
        String url = "postgresql://" + USER + ":" + Password.in(files.root()) + "@" + LocalPort.HOST + ":" + port
                + "/postgres?sslmode=disable";
        Process process = ServerProcess.launch(files.command(arguments(files, port)), files.data(), files.log());
        boolean settled = Patience.until(() -> files.isReady(process.pid()) || !process.isAlive(), START);
        if (!settled || !process.isAlive()) {
            process.destroyForcibly();
            throw new StoreFailure("PostgreSQL did not start:\n" + ServerProcess.tail(files.log()));
        }
        return new EmbeddedPostgres(files, process.toHandle(), url);
    }

    private static List<String> arguments(PostgresFiles files, int port) {
        return List.of(
                files.program("postgres"),
                "-D",
                files.data().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=" + LocalPort.HOST,
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on");
    }

    /** A fast stop: open transactions are rolled back, not waited for. */
    private static void stop(PostgresFiles files, ProcessHandle process) throws IOException {
        Executables.run(
                files.command(List.of(files.program("pg_ctl"), "kill", "INT", Long.toString(process.pid()))),
                files.root().resolve("stop.log"),
                Duration.ofSeconds(10));
        if (!ServerProcess.awaitEnd(process, STOP)) {
            throw new StoreFailure("PostgreSQL did not stop within " + STOP.toSeconds() + " s; its data is safe.");
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        try {
            stop(files, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

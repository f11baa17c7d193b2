package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Where an embedded PostgreSQL keeps its things, and as whom its programs run. */
record PostgresFiles(Path root, Path programs, Account account) {
    /** The line of postmaster.pid that tells whether the server takes connections. */
    private static final int STATUS_LINE = 7;

    Path data() {
        return root.resolve("data");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    String program(String name) {
        return programs.resolve(name).toString();
    }

    List<String> command(List<String> arguments) {
        return account.command(arguments);
    }

    /** Makes the cluster on the first start. It appears under its name only when it is complete. */
    void create(String user) throws IOException {
        Password.in(root);
        account.own(root);
        if (Files.isDirectory(data())) {
            checkVersion();
            return;
        }
        Path part = root.resolve("data.new");
        Binaries.delete(part);
        Executables.run(command(initialise(user, part)), root.resolve("initdb.log"), Duration.ofMinutes(2));
        Files.move(part, data());
    }

    private List<String> initialise(String user, Path part) {
        return List.of(
                program("initdb"),
                "--pgdata=" + part,
                "--username=" + user,
                "--pwfile=" + root.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    private void checkVersion() throws IOException {
        String made = Files.readString(data().resolve("PG_VERSION")).strip();
        String ours = carriedVersion();
        if (!made.equals(ours)) {
            throw new StoreFailure(
                    "The data in " + data() + " was made by PostgreSQL " + made + ", this engine carries " + ours
                            + ". Move it over with pg_dump, or name another directory with --data-dir.");
        }
    }

    /** The catalogue's template begins with "# PostgreSQL 18". */
    private String carriedVersion() throws IOException {
        try (Stream<String> lines = Files.lines(programs.resolveSibling("share/postgresql/postgres.bki"))) {
            return lines.findFirst()
                    .orElse("")
                    .replaceFirst("^# PostgreSQL ", "")
                    .strip();
        }
    }

    boolean isReady(long pid) {
        try {
            List<String> lines = Files.readAllLines(pidFile());
            return lines.size() > STATUS_LINE
                    && lines.get(0).strip().equals(Long.toString(pid))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }
}

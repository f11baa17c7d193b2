package dev.orchestrator.bootstrap.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server that runs on after its JVM was killed, and how to know it again by its pid file and its directory. */
final class ServerProcess {
    private static final Path PROC = Path.of("/proc");

    private ServerProcess() {}

    /**
     * Starts a server in a session of its own, so that Ctrl-C in the terminal reaches the engine alone and the
     * engine can finish its work before it stops the server.
     */
    static Process launch(List<String> command, Path directory, Path log) throws IOException {
        List<String> line = new ArrayList<>();
        if (Executables.onPath("setsid").isPresent()) {
            line.add("setsid");
        }
        line.addAll(command);
        return new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
    }

    /** The process that a pid file names, if it lives and is the server of this directory, not a later one with its number. */
    static Optional<ProcessHandle> find(Path pidFile, Path directory) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String pid = Files.readString(pidFile).lines().findFirst().orElse("").strip();
        return pid.matches("\\d+")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> isAtHome(process, directory))
                : Optional.empty();
    }

    /** Waits until no process works in the directory: a killed server's children need a moment to notice. */
    static boolean awaitEmpty(Path directory, Duration atMost) {
        BooleanSupplier empty = () -> ProcessHandle.allProcesses().noneMatch(p -> isAtHome(p, directory));
        return Patience.until(empty, atMost);
    }

    static boolean awaitEnd(ProcessHandle process, Duration atMost) {
        return Patience.until(() -> !process.isAlive(), atMost);
    }

    private static boolean isAtHome(ProcessHandle process, Path directory) {
        Path entry = PROC.resolve(Long.toString(process.pid()));
        try {
            return Files.isDirectory(PROC)
                    && Files.readSymbolicLink(entry.resolve("cwd")).equals(directory);
        } catch (IOException notOursToSee) {
            // A server under another user: its arguments name the directory, and everyone may read those.
            return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch(directory.toString()::equals);
        }
    }

    /** The end of a log, for the message of a start that failed. */
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }
}

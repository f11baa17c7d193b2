package dev.orchestrator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An engine that can be started, killed and started again, as a process of the real jar. */
public final class Engine implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(45);
    private static final int TAIL_LINES = 120;

    private final String name;
    private final Path log;
    private final List<String> command;
    private final Map<String, String> environment;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private Process process;

    /**
     * @param name names its log file
     * @param arguments what stands behind {@code -jar app.jar}; free ports are added when none is named
     */
    public Engine(String name, Path directory, List<String> arguments, Map<String, String> environment) {
        this.name = name;
        this.log = directory.resolve(name + ".log");
        this.environment = environment;
        this.command = new ArrayList<>(List.of(java(), "-jar", System.getProperty("app.jar", "target/app.jar")));
        command.addAll(arguments);
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--port"))) {
            command.addAll(List.of("--port=" + port, "--management-port=" + managementPort));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts the process and returns at once. */
    public Engine launch() {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The surroundings of the build must not configure the engine.
        builder.environment()
                .keySet()
                .removeIf(key -> key.matches("(DATABASE|REDIS|WORKFLOW|WORKER|QUARKUS|OTEL|LOG|RATE_LIMIT)_.*"));
        // Tests ask as fast as they can; those of the limit switch it on.
        builder.environment().put("RATE_LIMIT_ENABLED", "false");
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until every role of it serves. */
    public Engine awaitReady() {
        Api management = new Api(managementPort);
        boolean ready = Await.holds(START, () -> !process.isAlive() || management.isReady());
        if (!ready || !process.isAlive()) {
            throw new AssertionError(name + (ready ? " ended with " + process.exitValue() : " did not get ready"));
        }
        return this;
    }

    /** Whether every role of it serves now. */
    public boolean isReady() {
        return new Api(managementPort).isReady();
    }

    public Engine start() {
        return launch().awaitReady();
    }

    public Api api() {
        return new Api(port);
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    /** Ends it as a power failure would: nothing of it runs any more when this returns. */
    public void kill() {
        process.destroyForcibly();
        exitCode(STOP);
    }

    /** Asks it to end, and answers its exit code. */
    public int terminate() {
        process.destroy();
        return exitCode(STOP);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal, such as STOP. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
            if (!kill.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("could not send " + name + " to " + this.name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for it to end by itself. */
    public int exitCode(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not end within " + patience.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The end of what it printed. */
    public String tail() {
        try {
            List<String> lines = List.of(new String(Files.readAllBytes(log), StandardCharsets.UTF_8).split("\n"));
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return "---- " + name + " (" + log.getFileName() + ")\n" + String.join("\n", last);
        } catch (IOException e) {
            return "---- " + name + ": no log, " + e;
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
        }
    }
}

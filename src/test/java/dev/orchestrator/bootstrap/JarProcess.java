package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The real jar as a process of its own, on free ports, with its output in a file so that nothing can block it. */
final class JarProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final Path output;

    private JarProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static JarProcess start(Path directory, Map<String, String> variables, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("app.jar", "target/app.jar")));
        line.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "engine", ".out");
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(WORKFLOW|QUARKUS|RATE_LIMIT)_.*|(DATABASE|REDIS)_URL"));
        builder.environment().putAll(variables);
        return new JarProcess(builder.start(), output);
    }

    static JarProcess startOnFreePorts(Path directory, Map<String, String> variables, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("--port=0", "--management-port=0"));
        line.addAll(List.of(arguments));
        return start(directory, variables, line.toArray(String[]::new));
    }

    JarProcess awaitReady() {
        Awaitility.await()
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> output().contains("Ready:") || !process.isAlive());
        assertThat(process.isAlive()).as(output()).isTrue();
        return this;
    }

    String managementUrl() {
        return find("Health and metrics: (\\S+)");
    }

    String apiUrl() {
        return find("API: (\\S+)");
    }

    private String find(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output());
        assertThat(matcher.find()).as(output()).isTrue();
        return matcher.group(1);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Asks it to stop and returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).as(output()).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            terminate();
        }
    }
}

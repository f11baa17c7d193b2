package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compose file, the images and the scripts say about the engine is true; no Docker is needed to see that. */
class DeploymentTest {
    private static final Path COMPOSE = Path.of("docker-compose.yml");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^ +([A-Z][A-Z_]+):");
    private static final Pattern INTERPOLATED = Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)");
    private static final Pattern OFFERED = Pattern.compile("(?m)^([A-Z_]+)=");
    /** Read by application.properties itself, by the stores' images, or by compose. */
    private static final Set<String> OTHERS = Set.of(
            "DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "LOG_JSON", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD");

    @Test
    void everyVariableInTheComposeFileIsRead() throws IOException {
        Set<String> known = new TreeSet<>(CommandLines.variables().keySet());
        known.addAll(OTHERS);
        SettingsReference.read().forEach(entry -> {
            known.add(entry.variable());
            known.addAll(entry.aliases());
        });
        assertThat(all(VARIABLE, COMPOSE)).allMatch(name -> known.contains(name) || name.startsWith("GF_"));
    }

    @Test
    void theExampleOfEnvOffersWhatTheComposeFileTakes() throws IOException {
        assertThat(all(OFFERED, Path.of(".env.example"))).containsExactlyElementsOf(all(INTERPOLATED, COMPOSE));
    }

    @Test
    void noPasswordIsWrittenDown() throws IOException {
        assertThat(Files.readString(Path.of(".env.example"))).contains("POSTGRES_PASSWORD=\n");
        assertThat(Files.readString(COMPOSE)).doesNotContainPattern("PASSWORD:-");
    }

    @Test
    void portsArePublishedOnLoopbackOnly() throws IOException {
        assertThat(lines("ports:")).isNotEmpty().allMatch(line -> line.contains("\"127.0.0.1:"));
    }

    @Test
    void imagesHaveVersions() throws IOException {
        assertThat(lines("image:"))
                .isNotEmpty()
                .allMatch(line -> line.matches("image: [a-z/-]+:(?!latest)[a-z0-9.-]+"));
    }

    @Test
    void workersGetNoDatabase() throws IOException {
        String compose = Files.readString(COMPOSE);
        String worker = compose.substring(compose.indexOf("\n  worker:"), compose.indexOf("\n  reaper:"));
        assertThat(worker).contains("*redis-only", "networks: [queue, metrics]").doesNotContain("both");
    }

    @Test
    void whatANativeImageCarriesIsNamed() throws IOException {
        String includes = Stream.of(Files.readString(Path.of("src/main/resources/application.properties"))
                        .split("\n"))
                .filter(line -> line.startsWith("quarkus.native.resources.includes="))
                .collect(Collectors.joining())
                .replaceFirst(".*=", "");
        List<PathMatcher> matchers = Stream.of(includes.split(","))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            assertThat(files.filter(Files::isRegularFile).map(Path.of("src/main/resources")::relativize))
                    .allMatch(file ->
                            carriedByQuarkus(file) || matchers.stream().anyMatch(matcher -> matcher.matches(file)));
        }
    }

    @Test
    void theCommandLineIsWrittenDownForANativeImage() throws IOException {
        String file = "/META-INF/native-image/picocli-generated/reflect-config.json";
        try (InputStream reflected = DeploymentTest.class.getResourceAsStream(file)) {
            assertThat(new String(reflected.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(ServerCommand.class.getName(), ServerOptions.class.getName());
        }
    }

    /** Migrations by Flyway's extension, what is served by the one for HTTP, service files by that of the class path. */
    private static boolean carriedByQuarkus(Path file) {
        return Stream.of("db/migration", "META-INF/resources", "META-INF/services", "META-INF/native-image")
                .anyMatch(file::startsWith);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptExplainsItself(Path script) throws IOException, InterruptedException {
        assertThat(Files.isExecutable(script)).isTrue();
        Process process = new ProcessBuilder("bash", script.toString(), "-h")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("Usage: ");
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(script)).contains("set -euo pipefail");
    }

    static List<Path> scripts() throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of("scripts"));
                Stream<Path> inImages = Files.list(Path.of("docker"))) {
            return Stream.concat(scripts, inImages)
                    .filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".sh")
                            || !file.getFileName().toString().contains(".") && file.startsWith("scripts"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(String start) throws IOException {
        return Files.readAllLines(COMPOSE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith(start))
                .toList();
    }

    private static Set<String> all(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

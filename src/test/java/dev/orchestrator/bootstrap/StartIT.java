package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.bootstrap.embedded.EmbeddedStores;
import dev.orchestrator.bootstrap.embedded.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar as people start it. */
@Timeout(240)
class StartIT {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @TempDir
    Path directory;

    @Test
    void theJarAloneIsAnEngineAndSurvivesAKill() throws Exception {
        String data = "--data-dir=" + directory.resolve("data");
        try (JarProcess first =
                JarProcess.startOnFreePorts(directory, Map.of(), data).awaitReady()) {
            assertThat(get(first.apiUrl() + "/openapi.json")).isEqualTo(200);
            assertThat(get(first.managementUrl() + "/health/ready")).isEqualTo(200);
            first.kill();
        }
        try (JarProcess second =
                JarProcess.startOnFreePorts(directory, Map.of(), data).awaitReady()) {
            assertThat(get(second.managementUrl() + "/health/ready")).isEqualTo(200);
            JarProcess third = JarProcess.startOnFreePorts(directory, Map.of(), data);
            assertThat(third.awaitExit()).isEqualTo(1);
            assertThat(third.output()).contains("in use by another engine").doesNotContain("\tat ");
            assertThat(second.terminate()).isZero();
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(directory.toString()))
                        .filter(process ->
                                process.pid() != ProcessHandle.current().pid()))
                .isEmpty();
    }

    @Test
    void aWorkerRunsWithoutPostgresAndOpensNoPublicPort() throws Exception {
        try (EmbeddedStores stores = EmbeddedStores.start(directory.resolve("redis"), Set.of(Store.REDIS));
                JarProcess worker = JarProcess.start(
                                directory,
                                Map.of("REDIS_URL", stores.url(Store.REDIS).orElseThrow(), "WORKFLOW_ROLE", "worker"),
                                "--management-port=0")
                        .awaitReady()) {
            assertThat(get(worker.managementUrl() + "/health/ready")).isEqualTo(200);
            assertThat(get(worker.managementUrl() + "/metrics")).isEqualTo(200);
            assertThat(worker.output()).doesNotContain("API:");
            assertThat(worker.terminate()).isZero();
        }
    }

    @Test
    void aWrongStartExitsWithUsage() throws Exception {
        JarProcess mistyped = JarProcess.start(directory, Map.of(), "--prot=1");
        assertThat(mistyped.awaitExit()).isEqualTo(2);
        assertThat(mistyped.output()).contains("--prot").contains("Usage:");
        JarProcess badUrl = JarProcess.start(directory, Map.of("DATABASE_URL", "mysql://u:secret@h/d"));
        assertThat(badUrl.awaitExit()).isEqualTo(2);
        assertThat(badUrl.output()).contains("DATABASE_URL").doesNotContain("secret");
    }

    private int get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}

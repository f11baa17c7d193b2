package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A marker is sent to a server that echoes it, and looked for afterwards in every byte that the engine has written: the
 * files of PostgreSQL with its write-ahead log, Redis' append-only file, and the logs of all processes.
 */
@Timeout(180)
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MARKER = "marker-4711-must-never-be-stored";
    private static final String CONTROL = "control-0815-is-stored";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("WORKFLOW_SECRET_MARKER", MARKER)
            .with("WORKFLOW_HTTP_ALLOWED_HOSTS", "127.0.0.1")
            .with("QUARKUS_LOG_CATEGORY__DEV_ORCHESTRATOR__LEVEL", "DEBUG");

    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    private static HttpServer server;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> answer(exchange, 200));
        server.createContext("/refuse", exchange -> answer(exchange, 403));
        server.start();
        cluster = new Cluster(ENGINES, directory).start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        RECEIVED.add(authorization + " " + body);
        byte[] echo = ("{\"authorization\":\"" + authorization + "\",\"body\":" + body + "}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("X-Echo", authorization);
        exchange.sendResponseHeaders(status, echo.length);
        exchange.getResponseBody().write(echo);
        exchange.close();
    }

    @Test
    void itIsFoundNowhere() {
        Api api = cluster.api.api();
        JsonNode echoed = run(api, "echo");
        assertThat(echoed.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(echoed.at("/outputs/call/data/authorization").asText()).isEqualTo("Bearer ***");
        assertThat(echoed.at("/outputs/call/data/body/token").asText()).isEqualTo("***");
        assertThat(echoed.at("/outputs/call/data/body/plain").asText()).isEqualTo(CONTROL);
        JsonNode refused = run(api, "refuse");
        assertThat(refused.path("status").asText()).isEqualTo("FAILED");
        assertThat(RECEIVED)
                .as("the server was given it")
                .hasSize(2)
                .allMatch(it -> it.startsWith("Bearer " + MARKER) && it.contains("\"token\":\"" + MARKER + "\""));
        assertThat(Stream.of("", "/results")
                        .map(path -> "/api/v1/workflow/"
                                + refused.path("execution_id").asText() + path)
                        .map(path -> api.get(path).expect(200).toString()))
                .noneMatch(answer -> answer.contains(MARKER));
        assertThat(api.get("/api/v1/admin/dlq").expect(200).toString())
                .contains("call")
                .doesNotContain(MARKER);
        cluster.close();
        assertThat(filesWith(CONTROL)).as("the search finds what is there").isNotEmpty();
        assertThat(filesWith(MARKER)).isEmpty();
    }

    private static JsonNode run(Api api, String path) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
        String definition =
                "{\"name\":\"secrets\",\"dag\":{\"nodes\":[{\"id\":\"call\",\"handler\":\"call_external_service\","
                        + "\"config\":{\"url\":\"" + url + "\",\"method\":\"POST\","
                        + "\"headers\":{\"Authorization\":\"Bearer {{ secrets.MARKER }}\"},"
                        + "\"body\":{\"token\":\"{{ secrets.MARKER }}\",\"plain\":\"" + CONTROL + "\"}}}]}}";
        return api.post("/api/v1/workflow?wait=" + PATIENCE.toSeconds(), definition)
                .expect(201);
    }

    private static List<Path> filesWith(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, wanted))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The real jar, open and closed. */
@Timeout(120)
class KeysIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "a-long-and-random-secret-of-the-test";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    @Test
    void beyondThisMachineAKeyIsNeeded() {
        Engine open =
                ENGINES.make("open", directory, data("open"), "--host=0.0.0.0").launch();
        assertThat(open.exitCode(PATIENCE)).isEqualTo(2);
        assertThat(open.tail())
                .contains("WORKFLOW_API_KEYS")
                .contains("--insecure")
                .doesNotContain("\tat ");
    }

    @Test
    void aKeyThatCannotBeReadStartsNothing() {
        Engine wrong = ENGINES.make("wrong", directory, Map.of("WORKFLOW_API_KEYS", "ci:run:" + SECRET), data("wrong"))
                .launch();
        assertThat(wrong.exitCode(PATIENCE)).isEqualTo(2);
        assertThat(wrong.tail())
                .contains("WORKFLOW_API_KEYS cannot be used: entry 1 ")
                .doesNotContain(SECRET);
        assertThat(directory.resolve("data-wrong")).doesNotExist();
    }

    @Test
    void aValueThatCannotBeReadIsNamed() {
        Engine wrong = ENGINES.make("typo", directory, Map.of("WORKFLOW_LANES", "0"), data("typo"))
                .launch();
        assertThat(wrong.exitCode(PATIENCE)).isEqualTo(2);
        assertThat(wrong.tail()).contains("workflow.lanes must be at least 1");
    }

    @Test
    void aKeyOpensWhatItsScopeAllowsAndIsWrittenNowhere() throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(SECRET.getBytes()));
        Path keys = Files.writeString(directory.resolve("keys"), "# of the test\nci:run:" + hash + "\n");
        Engine engine = ENGINES.make(
                        "closed",
                        directory,
                        Map.of("WORKFLOW_API_KEYS_FILE", keys.toString(), "WORKFLOW_LANSE", "4"),
                        data("closed"))
                .start();
        assertThat(engine.api().get("/health").code()).isEqualTo(200);
        assertThat(engine.api().get("/api/v1/workflow").code()).isEqualTo(401);
        assertThat(status(engine, "wrong")).isEqualTo(401);
        assertThat(status(engine, SECRET)).isEqualTo(200);
        assertThat(new Api(engine.managementPort()).get("/metrics").code()).isEqualTo(200);
        assertThat(engine.terminate()).isZero();
        assertThat(engine.tail())
                .contains("WORKFLOW_LANSE is no setting, so it has no effect; did you mean 'WORKFLOW_LANES'?")
                .doesNotContain(SECRET)
                .doesNotContain(hash);
    }

    private static int status(Engine engine, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + engine.port() + "/api/v1/workflow"))
                .header("Authorization", "Bearer " + key)
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static String data(String name) {
        return "--data-dir=" + directory.resolve("data-" + name);
    }
}

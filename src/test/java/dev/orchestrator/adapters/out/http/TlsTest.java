package dev.orchestrator.adapters.out.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.handlers.HttpQuery;
import dev.orchestrator.handlers.HttpReply;
import dev.orchestrator.handlers.WebUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection goes to the address that was judged; who the server must be is still a matter of its name. */
@Timeout(60)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger lookUps = new AtomicInteger();
    private PfxOptions certificate;
    private int port;

    @BeforeEach
    void start() throws Exception {
        certificate = new PfxOptions().setPath(certificateFor("service.corp")).setPassword(PASSWORD);
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response()
                        .end(request.authority() + " " + request.connection().indicatedServerName()));
        port = await(server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture())
                .actualPort();
    }

    @AfterEach
    void stop() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void theNameIsSentAndVerifiedAndLookedUpOnce() {
        HttpReply reply = call("service.corp", new HttpClientOptions().setTrustOptions(certificate));
        assertThat(reply).isInstanceOfSatisfying(HttpReply.Answered.class, answer -> assertThat(answer.body())
                .isEqualTo("service.corp:" + port + " service.corp"));
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aServerOfAnotherNameIsRefused() {
        assertFailed(call("other.corp", new HttpClientOptions().setTrustOptions(certificate)));
    }

    @Test
    void aCertificateOfNobodyIsRefused() {
        assertFailed(call("service.corp", new HttpClientOptions()));
    }

    private static void assertFailed(HttpReply reply) {
        assertThat(reply).isInstanceOfSatisfying(HttpReply.Unanswered.class, it -> assertThat(it.code())
                .isEqualTo("CONNECTION_FAILED"));
    }

    /** A second look-up would lead nowhere. */
    private HttpReply call(String name, HttpClientOptions options) {
        Names names = host -> lookUps.getAndIncrement() == 0
                ? CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress()))
                : CompletableFuture.failedFuture(new IllegalStateException("looked up twice"));
        WebUrl url = WebUrl.parse("https://" + name + ":" + port + "/").orElseThrow();
        try (GuardedHttp http =
                new GuardedHttp(vertx, options, HttpLimits.DEFAULT, AllowList.of(List.of("*.corp")), names)) {
            HttpQuery query = new HttpQuery(
                    "GET", url, Map.of(), Optional.empty(), Duration.ofSeconds(20), HttpQuery.Reach.GUARDED, true);
            return await(http.send(query, action -> {}).toCompletableFuture());
        }
    }

    private String certificateFor(String name) throws IOException, InterruptedException {
        Path store = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return store.toString();
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.NoNetwork;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of a real server on loopback, which the operator has let through. */
@Timeout(60)
class RealCallsTest {
    private final LocalServices services = new LocalServices();
    private final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> connectionClosed = new CompletableFuture<>();
    private int port;
    private CallExternalService handler;

    @BeforeEach
    void start() {
        port = services.serve(this::answer);
        handler = handler("127.0.0.1", "localhost");
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private CallExternalService handler(String... allowed) {
        return new CallExternalService(Latencies.DEFAULT.external(), services.client(allowed), NoNetwork.JSON);
    }

    private void answer(HttpServerRequest request) {
        request.bodyHandler(body -> {
            Map<String, String> call = new HashMap<>();
            request.headers().forEach(header -> call.put(header.getKey().toLowerCase(), header.getValue()));
            call.put("method", request.method().name());
            call.put("body", body.toString());
            call.put("uri", request.uri());
            seen.add(call);
            var response = request.response();
            String path = request.path();
            if (path.startsWith("/status/")) {
                if (request.getParam("retry") != null) {
                    response.putHeader("Retry-After", request.getParam("retry"));
                }
                response.setStatusCode(Integer.parseInt(path.substring(8))).end("said " + path);
            } else if (path.equals("/json")) {
                response.putHeader("Content-Type", "application/json; charset=utf-8")
                        .end("{\"ok\":true,\"n\":[1,2.5]}");
            } else if (path.equals("/typed")) {
                response.putHeader("Content-Type", request.getParam("as")).end(request.getParam("text"));
            } else if (path.equals("/large")) {
                response.end("x".repeat(LocalServices.LIMITS.response() + 1));
            } else if (path.equals("/endless")) {
                response.setChunked(true);
                services.vertx().setPeriodic(1, id -> response.write("x".repeat(5_000)));
            } else if (path.equals("/silent")) {
                request.connection().closeHandler(closed -> connectionClosed.complete(null));
            } else if (path.equals("/to")) {
                response.setStatusCode(Integer.parseInt(request.getParam("status")))
                        .putHeader("Location", request.getParam("url"))
                        .end();
            } else if (path.equals("/loop")) {
                response.setStatusCode(302).putHeader("Location", "/loop").end();
            } else if (path.equals("/cut")) {
                request.connection().close();
            } else {
                response.end("plain");
            }
        });
    }

    @Test
    void answersInTheShapeOfTheContract() throws Exception {
        Map<String, Object> output = call("/json?q=1");
        assertThat(output.keySet()).containsExactly("status_code", "url", "headers", "data", "response");
        assertThat(output)
                .containsEntry("status_code", 200)
                .containsEntry("url", url("/json?q=1"))
                .containsEntry("data", Map.of("ok", true, "n", List.of(1, 2.5)));
        assertThat(output.get("response")).isEqualTo(output.get("data"));
        assertThat(output.get("headers").toString()).contains("content-type=application/json; charset=utf-8");
        assertThat(seen.remove())
                .containsEntry("method", "GET")
                .containsEntry("uri", "/json?q=1")
                .containsEntry("host", "127.0.0.1:" + port)
                .containsEntry("idempotency-key", "01890a5d-ac96-774b-bcce-b302099a8057:node");
    }

    @Test
    void sendsObjectsAsJsonAndTextAsItIs() throws Exception {
        run(Map.of("url", url("/"), "method", "post", "body", Map.of("a", List.of(1, true))));
        assertThat(seen.remove())
                .containsEntry("method", "POST")
                .containsEntry("body", "{\"a\":[1,true]}")
                .containsEntry("content-type", "application/json");
        run(Map.of("url", url("/"), "method", "PUT", "body", "a=ü", "headers", Map.of("Content-Type", "text/x")));
        assertThat(seen.remove()).containsEntry("body", "a=ü").containsEntry("content-type", "text/x");
    }

    @Test
    void sendsTheHeadersOfTheConfig() throws Exception {
        run(Map.of("url", url("/"), "headers", Map.of("X-N", 7, "X-Flag", true, "idempotency-key", "mine")));
        assertThat(seen.remove())
                .containsEntry("x-n", "7")
                .containsEntry("x-flag", "true")
                .containsEntry("idempotency-key", "mine");
    }

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "404, false",
        "409, false",
        "422, false",
        "302, false",
        "408, true",
        "425, true",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
        "504, true"
    })
    void onlyWhatMayPassIsTriedAgain(int status, boolean retryable) throws Exception {
        TaskResult.Failed failed = failure(Map.of("url", url("/status/" + status)));
        assertThat(failed.code()).isEqualTo("HTTP_" + status);
        assertThat(failed.retryable()).isEqualTo(retryable);
        assertThat(failed.message()).contains("GET http://127.0.0.1:", "answered " + status, "said /status/");
    }

    @Test
    void honoursRetryAfterInSecondsAndAsADate() throws Exception {
        TestTask task = task(Map.of("url", url("/status/429?retry=120")));
        assertThat(((TaskResult.Failed) task.awaitedBy(handler)).retryAfter()).isEqualTo(Duration.ofSeconds(120));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                task.loop().now().plusSeconds(90).atOffset(ZoneOffset.UTC));
        String encoded = java.net.URLEncoder.encode(date, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(failure(Map.of("url", url("/status/503?retry=" + encoded))).retryAfter())
                .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(90));
        assertThat(failure(Map.of("url", url("/status/503?retry=soon"))).retryAfter())
                .isNull();
        assertThat(failure(Map.of("url", url("/status/404?retry=7"))).retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | 404 | true",
                "404 | 4xx | true",
                "404 | 200, 404 | true",
                "200 | 201 | false",
                "302 | 3xx | true",
                "500 | 5XX | true"
            })
    void expectSaysWhatSucceeds(int status, String expect, boolean succeeds) throws Exception {
        TaskResult result = run(Map.of("url", url("/status/" + status), "expect", expect));
        assertThat(result instanceof TaskResult.Done).as("%s", result).isEqualTo(succeeds);
        assertThat(run(Map.of("url", url("/status/204"), "expect", List.of(204, "2xx"))))
                .isInstanceOf(TaskResult.Done.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json | [1] | [1]",
                "application/problem+json | {} | {}",
                "text/plain | [1] | `[1]`",
                "application/json | {broken | {broken"
            })
    void dataIsJsonWhereItIsAndTextElsewhere(String type, String text, String expected) throws Exception {
        Object data =
                call("/typed?as=" + encode(type) + "&text=" + encode(text)).get("data");
        assertThat(data.toString()).isEqualTo(expected);
        assertThat(data instanceof String).isEqualTo(type.startsWith("text") || text.contains("broken"));
    }

    @ParameterizedTest
    @CsvSource({"/large", "/endless"})
    void boundsTheAnswer(String path) throws Exception {
        TaskResult.Failed failed = failure(Map.of("url", url(path)));
        assertThat(failed.code()).isEqualTo("RESPONSE_TOO_LARGE");
        assertThat(failed.retryable()).isFalse();
    }

    @Test
    void givesUpAfterTheTimeOfTheConfig() throws Exception {
        TaskResult.Failed failed = failure(Map.of("url", url("/silent"), "timeout_seconds", 0.2));
        assertThat(failed.code()).isEqualTo("HTTP_TIMEOUT");
        assertThat(failed.retryable()).isTrue();
        LocalServices.await(connectionClosed);
    }

    @Test
    void aCancelClosesTheConnection() throws Exception {
        TestTask task = task(Map.of("url", url("/silent")));
        CompletableFuture<TaskResult> result = handler.run(task).toCompletableFuture();
        while (seen.isEmpty()) {
            Thread.onSpinWait();
        }
        task.cancel();
        LocalServices.await(connectionClosed);
        assertThat(LocalServices.await(result)).isInstanceOf(TaskResult.Failed.class);
    }

    @Test
    void troubleWithTheNetworkIsTriedAgain() throws Exception {
        TaskResult.Failed cut = failure(Map.of("url", url("/cut")));
        assertThat(cut.code()).isEqualTo("CONNECTION_FAILED");
        assertThat(cut.retryable()).isTrue();
        TaskResult.Failed refused = failure(Map.of("url", "http://127.0.0.1:1/"));
        assertThat(refused.code()).isEqualTo("CONNECTION_FAILED");
        TaskResult.Failed unknown = failure(Map.of("url", "http://nowhere.invalid/"));
        assertThat(unknown.code()).isEqualTo("HOST_NOT_FOUND");
        assertThat(unknown.retryable()).isTrue();
    }

    @Test
    void followsRedirectsOfReadsOnly() throws Exception {
        assertThat(call("/to?status=302&url=/json")).containsEntry("url", url("/json"));
        TaskResult.Failed post = failure(Map.of("url", url("/to?status=307&url=/json"), "method", "POST"));
        assertThat(post.code()).isEqualTo("HTTP_307");
        seen.clear();
        TaskResult.Failed loop = failure(Map.of("url", url("/loop")));
        assertThat(loop.code()).isEqualTo("REDIRECT_REFUSED");
        assertThat(loop.message()).contains("more than 5 times");
        assertThat(seen).hasSize(6);
        TaskResult.Failed file = failure(Map.of("url", url("/to?status=302&url=" + encode("file:///etc/passwd"))));
        assertThat(file.code()).isEqualTo("REDIRECT_REFUSED");
        assertThat(run(Map.of("url", url("/to?status=302&url=/json"), "expect", "3xx")))
                .isInstanceOf(TaskResult.Done.class);
    }

    @Test
    void aRedirectIsGuardedAndLosesTheHeadersOfTheConfig() throws Exception {
        int other = services.serve(this::answer);
        Map<String, Object> headers = Map.of("Authorization", "Bearer x", "X-Key", "y", "Accept", "text/plain");
        String path = "/to?status=302&url=" + encode("http://localhost:" + other + "/json");
        run(Map.of("url", url(path), "headers", headers));
        assertThat(seen.remove()).containsEntry("authorization", "Bearer x").containsEntry("x-key", "y");
        assertThat(seen.remove())
                .doesNotContainKeys("authorization", "x-key", "idempotency-key")
                .containsEntry("accept", "text/plain");
        TaskResult result = task(Map.of("url", url(path))).awaitedBy(handler("127.0.0.1:" + port));
        assertThat(((TaskResult.Failed) result).code()).isEqualTo("HOST_NOT_ALLOWED");
        assertThat(((TaskResult.Failed) result).message()).contains("redirects", "loopback");
    }

    @Test
    void aSimulationCallsWhatIsAllowedAndWhatIsNotReserved() throws Exception {
        TestTask local = task(Map.of("url", url("/json"))).simulated(false);
        assertThat(seen).isEmpty();
        assertThat(local.runBy(handler())).as("answered by itself").isInstanceOf(TaskResult.Done.class);
        assertThat(seen).isEmpty();
        assertThat(local.awaitedBy(handler("127.0.0.0/8"))).isInstanceOf(TaskResult.Done.class);
        assertThat(seen).hasSize(1);
        TaskResult inside =
                task(Map.of("url", "http://10.0.0.1/")).simulated(false).awaitedBy(handler());
        assertThat(((TaskResult.Failed) inside).code()).isEqualTo("HOST_NOT_ALLOWED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method | BREW",
                "method | CONNECT",
                "expect | 99",
                "expect | ok",
                "timeout_seconds | 0",
                "timeout_seconds | soon",
                "headers | text"
            })
    void namesWhatIsWrongWithAConfig(String member, String value) throws Exception {
        TaskResult.Failed failed = failure(Map.of("url", url("/"), member, value));
        assertThat(failed.code()).isEqualTo("INVALID_CONFIG");
        assertThat(failed.message()).contains("'" + member + "'");
        assertThat(seen).isEmpty();
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private static TestTask task(Map<String, Object> config) {
        return TestTask.with(config);
    }

    private TaskResult run(Map<String, Object> config) throws Exception {
        return task(config).awaitedBy(handler);
    }

    private TaskResult.Failed failure(Map<String, Object> config) throws Exception {
        TaskResult result = run(config);
        assertThat(result).isInstanceOf(TaskResult.Failed.class);
        return (TaskResult.Failed) result;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> call(String path) throws Exception {
        TaskResult result = run(Map.of("url", url(path)));
        assertThat(result).isInstanceOf(TaskResult.Done.class);
        return (Map<String, Object>) ((TaskResult.Done) result).output();
    }
}

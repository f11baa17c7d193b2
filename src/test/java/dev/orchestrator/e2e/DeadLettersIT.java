package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator's way on the real jar: which kinds there are, what one is about, mending it, and many at once. */
@Timeout(180)
class DeadLettersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LETTERS = "/api/v1/admin/dlq";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES =
            new Engines().with("WORKFLOW_SECRET_TOKEN", "s3cret-4711").with("WORKFLOW_HTTP_ALLOWED_HOSTS", "127.0.0.1");

    private static HttpServer server;
    private static Engine engine;
    private static volatile boolean mended;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/right", exchange -> answer(exchange, 200));
        server.createContext("/wrong", exchange -> answer(exchange, 404));
        server.createContext("/later", exchange -> answer(exchange, mended ? 200 : 404));
        server.start();
        engine = ENGINES.make("engine", directory, "--data-dir=" + directory.resolve("data"), "--simulate=false")
                .start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aWrongConfigIsFoundMendedAndRunsToItsEnd() {
        Api api = engine.api();
        String execution = run(api, "mend-one", "/wrong");
        String filter = "?workflow=mend-one";
        JsonNode group = only(api.get(LETTERS + "/groups" + filter).expect(200).path("groups"));
        assertThat(group.path("count").asInt()).isEqualTo(1);
        assertThat(group.path("error_code").asText()).isEqualTo("HTTP_404");
        String id = group.path("sample_id").asText();
        JsonNode detail = api.get(LETTERS + "/" + id).expect(200);
        assertThat(detail.at("/execution_id").asText()).isEqualTo(execution);
        assertThat(detail.at("/attempts/0/outcome").asText()).isEqualTo("FAILED");
        assertThat(detail.at("/attempts/0/worker").asText()).isNotEmpty();
        assertThat(detail.at("/config/resolved/url").asText()).isEqualTo(url("/wrong?n=7"));
        assertThat(detail.at("/config/resolved/headers/X-Token").asText()).isEqualTo("{{ secrets.TOKEN }}");
        assertThat(detail.at("/config/defined/url").asText()).isEqualTo(url("/wrong?n={{ params.n }}"));
        String retry = LETTERS + "/" + id + "/retry";
        Answer refused = api.post(retry, "{\"config\":{\"url\":\"{{ nobody.url }}\"}}");
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.text("/problems/0/path")).isEqualTo("/config/url");
        String patch = "{\"config\":{\"url\":\"" + url("/right?n={{ params.n }}") + "\"}}";
        oneOf16(api, retry, patch);
        JsonNode ended = api.awaitEnd(execution, PATIENCE);
        assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(api.outputs(execution).at("/call/url").asText()).isEqualTo(url("/right?n=7"));
        JsonNode retried = api.get(LETTERS + "/" + id).expect(200);
        assertThat(retried.path("status").asText()).isEqualTo("retried");
        assertThat(retried.at("/attempts/1/revival").asInt()).isEqualTo(1);
        assertThat(retried.at("/attempts/1/outcome").asText()).isEqualTo("COMPLETED");
        assertThat(retried.at("/config/is_patched").asBoolean()).isTrue();
        assertThat(api.get(LETTERS + filter).expect(200).path("count").asInt()).isZero();
    }

    /** All bring the patch, so that it does not matter who is first. */
    private static void oneOf16(Api api, String path, String patch) {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(() -> api.post(path, patch).code());
        }
        List<Integer> codes = atOnce(calls);
        assertThat(codes).containsOnly(200, 409);
        assertThat(codes.stream().filter(code -> code == 200)).hasSize(1);
    }

    private static List<Integer> atOnce(List<Callable<Integer>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Integer> codes = new ArrayList<>();
            for (Future<Integer> done : threads.invokeAll(calls)) {
                codes.add(done.get());
            }
            return codes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyAreRetriedAtARateAndTheRestIsDiscarded() {
        Api api = engine.api();
        List<String> executions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            executions.add(run(api, "mend-many", "/later"));
        }
        run(api, "give-up", "/wrong");
        String filter = "{\"filter\":{\"workflow\":\"mend-many\"}";
        assertThat(api.post(LETTERS + "/retry?dry_run=true", filter + "}")
                        .expect(200)
                        .path("would_take")
                        .asInt())
                .isEqualTo(12);
        mended = true;
        JsonNode job =
                api.post(LETTERS + "/retry", filter + ",\"rate_per_second\":6}").expect(202);
        String watch = LETTERS + "/retry/" + job.path("job_id").asText();
        Await.until(
                "the retry ends",
                PATIENCE,
                () -> api.get(watch).expect(200).path("status").asText().equals("done"));
        assertThat(api.get(watch).expect(200).path("retried").asInt()).isEqualTo(12);
        executions.forEach(execution -> assertThat(
                        api.awaitEnd(execution, PATIENCE).path("status").asText())
                .isEqualTo("COMPLETED"));
        JsonNode discarded = api.post(
                        LETTERS + "/discard", "{\"filter\":{\"workflow\":\"give-up\"},\"reason\":\"not ours\"}")
                .expect(200);
        assertThat(discarded.path("discarded").asInt()).isEqualTo(1);
        JsonNode closed = only(api.get(LETTERS + "?workflow=give-up&status=discarded")
                .expect(200)
                .path("entries"));
        assertThat(closed.at("/closed/reason").asText()).isEqualTo("not ours");
    }

    /** An execution that has failed, unless the server answers well. */
    private static String run(Api api, String name, String path) {
        String definition = "{\"name\":\"" + name + "\",\"dag\":{\"nodes\":[{\"id\":\"call\","
                + "\"handler\":\"call_external_service\",\"config\":{\"url\":\"" + url(path + "?n={{ params.n }}")
                + "\",\"headers\":{\"X-Token\":\"{{ secrets.TOKEN }}\"}}}]},\"params\":{\"n\":7}}";
        String execution = api.run(definition);
        assertThat(api.awaitEnd(execution, PATIENCE).path("status").asText()).isEqualTo("FAILED");
        return execution;
    }

    private static JsonNode only(JsonNode list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three worker processes and a service that is down for a while (reliability, "Wrong answers": an open breaker that burns
 * the attempts of innocent executions). What was seen is written to target/transcripts/breaker.txt.
 */
@Timeout(240)
class BreakerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BREAKERS = "/api/v1/admin/breakers";
    private static final int THRESHOLD = 5;
    private static final int PROBES = 2;
    private static final int WAITING = 60;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("WORKFLOW_HTTP_ALLOWED_HOSTS", "127.0.0.1")
            .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", Integer.toString(THRESHOLD))
            .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "3")
            .with("CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS", Integer.toString(PROBES));

    static final MoodyService SERVICE = new MoodyService();
    static final Transcript TRANSCRIPT = new Transcript(Path.of("target", "transcripts", "breaker.txt"));
    static TestStores stores;
    static Engine api;
    static List<Engine> workers;

    @BeforeAll
    static void start() {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.values()));
        Map<String, String> redis = Map.of("REDIS_URL", stores.url(Store.REDIS));
        Map<String, String> both =
                Map.of("REDIS_URL", stores.url(Store.REDIS), "DATABASE_URL", stores.url(Store.POSTGRES));
        api = ENGINES.make("engine", directory, both, "--role=api,orchestrator,reaper");
        workers = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> ENGINES.make("worker-" + i, directory, redis, "--role=worker"))
                .toList();
        engines().forEach(Engine::launch);
        engines().forEach(Engine::awaitReady);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
        try {
            engines().forEach(Engine::close);
        } finally {
            stores.close();
        }
    }

    private static Stream<Engine> engines() {
        return Stream.concat(Stream.of(api), workers.stream());
    }

    @Test
    void itOpensDefersProbesAndClosesAndNoAttemptIsUsedWithoutACall() throws IOException {
        List<String> victims = submit(THRESHOLD);
        await("the breaker is open", () -> state().equals("open"));
        int opened = SERVICE.refused.get();
        assertThat(opened).isBetween(THRESHOLD, 3 * THRESHOLD);
        List<String> innocent = submit(WAITING);
        await("all wait for the breaker", () -> breaker().path("deferred").asInt() >= WAITING);
        TRANSCRIPT.note("an event of one of them: "
                + eventsOf(innocent.get(0), "node_deferred").get(0));
        await("two rounds of probes have failed", () -> entered("half_open") >= 2 && state().equals("open"));
        SERVICE.recover();
        TRANSCRIPT.note("the service is well again");
        await("the breaker has closed", () -> entered("closed") == 1);
        List<String> all = Stream.concat(victims.stream(), innocent.stream()).toList();
        await("all have ended", () -> SERVICE.served.get() >= all.size());
        all.forEach(
                id -> assertThat(api.api().awaitEnd(id, PATIENCE).path("status").asText())
                        .isEqualTo("COMPLETED"));
        everyAttemptIsACall(all);
        assertThat(SERVICE.refused.get() - opened)
                .as("requests while it was not closed")
                .isLessThanOrEqualTo(THRESHOLD + (int) entered("half_open") * PROBES);
        assertThat(SERVICE.served.get()).isEqualTo(all.size());
        TRANSCRIPT.note("closed by hand: "
                + api.api().post(path(), "").expect(200) + ", an unknown one: "
                + api.api()
                        .post(BREAKERS + "/call_external_service/nobody:1/close", "")
                        .expect(404)
                        .path("detail"));
        TRANSCRIPT.write();
    }

    /** An attempt is used by each call that failed, and by nothing else. */
    private static void everyAttemptIsACall(List<String> executions) {
        int retries = 0;
        int untouched = 0;
        int deferrals = 0;
        for (String id : executions) {
            int own = eventsOf(id, "node_retry_scheduled").size();
            retries += own;
            untouched += own == 0 ? 1 : 0;
            List<JsonNode> queued = eventsOf(id, "node_queued");
            List<JsonNode> deferred = eventsOf(id, "node_deferred");
            deferrals += deferred.size();
            assertThat(queued).hasSize(1 + own + deferred.size());
            assertThat(queued.get(queued.size() - 1).path("attempt").asInt()).isEqualTo(1 + own);
            assertThat(deferred).allSatisfy(it -> assertThat(it.path("breaker").asText())
                    .isEqualTo("call_external_service/" + SERVICE.address()));
        }
        assertThat(retries).isEqualTo(SERVICE.refused.get());
        TRANSCRIPT.note(
                executions.size() + " executions COMPLETED; attempts used: " + retries + ", requests answered 503: "
                        + SERVICE.refused + "; executions that used none: " + untouched + "; deferrals: " + deferrals);
    }

    private static List<String> submit(int executions) {
        String definition =
                """
                {"name": "breaker", "dag": {"nodes": [
                  {"id": "call", "handler": "call_external_service", "config": {"url": "http://%s/orders"},
                   "retry": {"max_attempts": 20, "backoff_seconds": 0.2, "jitter": 0}}]}}
                """
                        .formatted(SERVICE.address());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < executions; i++) {
            ids.add(api.api().run(definition));
        }
        TRANSCRIPT.note(executions + " executions submitted, each a call of http://" + SERVICE.address() + "/orders");
        return ids;
    }

    /** Looks again and again, and writes down what has changed. */
    private static void await(String what, java.util.function.BooleanSupplier holds) {
        Await.until(what, PATIENCE, () -> {
            TRANSCRIPT.seen(
                    state(),
                    () -> "GET " + BREAKERS + " -> " + breaker() + " | requests answered 503: " + SERVICE.refused
                            + ", 200: " + SERVICE.served);
            return holds.getAsBoolean();
        });
        TRANSCRIPT.note(what);
    }

    private static JsonNode breaker() {
        JsonNode all = api.api().get(BREAKERS).expect(200).path("breakers");
        return all.isEmpty() ? MissingNode.getInstance() : all.get(0);
    }

    private static String state() {
        return breaker().path("state").asText();
    }

    /** How often breakers have entered a state, over all workers. */
    private static double entered(String state) {
        String line = "workflow_breaker_transitions_total{handler=\"call_external_service\",to=\"" + state + "\"} ";
        return workers.stream()
                .flatMap(worker -> new Api(worker.managementPort())
                        .text("/metrics")
                        .replace(",}", "}")
                        .lines())
                .filter(it -> it.startsWith(line))
                .mapToDouble(it -> Double.parseDouble(it.substring(line.length())))
                .sum();
    }

    private static List<JsonNode> eventsOf(String execution, String type) {
        JsonNode page = api.api()
                .get("/api/v1/workflow/" + execution + "/events?limit=500")
                .expect(200);
        return StreamSupport.stream(page.path("events").spliterator(), false)
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    private static String path() {
        return BREAKERS + "/call_external_service/" + SERVICE.address() + "/close";
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An execution of which each node stands still for another reason, explained by the real jar until all of it goes on. */
@Timeout(240)
class ExplainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Two workers: one with a single slot, which the gate takes; one for what fails or asks to wait. */
    private static final String DEFINITION =
            """
            {"name": "still", "on_failure": "continue", "dag": {"nodes": [
              {"id": "gate", "handler": "call_external_service", "queue": "calls", "timeout_seconds": 120,
               "config": {"url": "HOLD", "timeout_seconds": 120}},
              {"id": "next", "handler": "call_external_service", "queue": "calls", "config": {"url": "FREE"}},
              {"id": "later", "handler": "call_external_service", "queue": "calls", "config": {"url": "FREE"}},
              {"id": "nobody", "handler": "echo", "queue": "nobody"},
              {"id": "unable", "handler": "no_such_handler", "queue": "calls"},
              {"id": "busy", "handler": "call_external_service", "queue": "other", "config": {"url": "BUSY"},
               "retry": {"max_attempts": 2, "backoff_seconds": 20, "jitter": 0}},
              {"id": "broken", "handler": "call_external_service", "queue": "other", "config": {"url": "DOWN"},
               "retry": {"max_attempts": 50, "backoff_seconds": 0.2, "max_backoff_seconds": 1, "jitter": 0}},
              {"id": "pause", "handler": "delay", "queue": "other", "config": {"seconds": 20}},
              {"id": "last", "handler": "output", "queue": "other", "trigger_rule": "all_done",
               "dependencies": ["gate", "next", "later", "nobody", "busy", "pause"]}]}}
            """;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("WORKFLOW_HTTP_ALLOWED_HOSTS", "127.0.0.1")
            .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "2")
            .with("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "15");

    static TestStores stores;
    static HeldService service;
    static HeldService down;
    static Engine engine;

    @BeforeAll
    static void start() {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.values()));
        service = new HeldService();
        down = new HeldService();
        Map<String, String> both =
                Map.of("REDIS_URL", stores.url(Store.REDIS), "DATABASE_URL", stores.url(Store.POSTGRES));
        engine = ENGINES.make("engine", directory, both, "--role=api,orchestrator,reaper")
                .start();
    }

    @AfterAll
    static void stop() {
        if (engine != null) {
            engine.close();
        }
        if (service != null) {
            service.close();
        }
        if (down != null) {
            down.close();
        }
        stores.close();
    }

    private static Engine worker(String name, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "--role=worker";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return ENGINES.make(name, directory, Map.of("REDIS_URL", stores.url(Store.REDIS)), arguments);
    }

    private static JsonNode explain(String execution) {
        return engine.api().get("/api/v1/workflow/" + execution + "/explain").expect(200);
    }

    private static JsonNode of(JsonNode explanation, String node) {
        for (JsonNode one : explanation.get("nodes")) {
            if (one.get("node").asText().equals(node)) {
                return one;
            }
        }
        throw new AssertionError("no " + node + " in " + explanation);
    }

    private static Map<String, String> codes(JsonNode explanation) {
        Map<String, String> codes = new TreeMap<>();
        explanation
                .get("nodes")
                .forEach(node ->
                        codes.put(node.get("node").asText(), node.get("code").asText()));
        return codes;
    }

    /** The explanation in which all of these stand at once. */
    private static JsonNode await(String execution, Map<String, String> wanted) {
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Await.until("the reasons are " + wanted, PATIENCE, () -> {
            last.set(explain(execution));
            return codes(last.get()).entrySet().containsAll(wanted.entrySet());
        });
        return last.get();
    }

    @Test
    void everyReasonIsTold() throws IOException {
        String id = engine.api()
                .submit(DEFINITION
                        .replace("HOLD", service.url("/hold"))
                        .replace("BUSY", service.url("/busy"))
                        .replace("DOWN", down.url("/down"))
                        .replace("FREE", service.url("/")));
        assertThat(explain(id).get("code").asText()).isEqualTo("NOT_TRIGGERED");
        assertThat(codes(explain(id))).containsEntry("gate", "NOT_TRIGGERED");
        engine.api().trigger(id, Api.JSON.createObjectNode()).expect(200);
        await(id, Map.of("gate", "NO_WORKER", "busy", "NO_WORKER", "last", "WAITING_FOR_DEPENDENCIES"));
        Engine single = worker("single", "--queues=calls", "--concurrency=1").launch();
        Engine other = worker("other", "--queues=other").launch();
        single.awaitReady();
        other.awaitReady();
        Map<String, String> reasons = new TreeMap<>(Map.of("gate", "LEASED", "next", "QUEUED", "later", "QUEUED"));
        reasons.putAll(Map.of("unable", "NO_HANDLER", "nobody", "NO_WORKER", "last", "WAITING_FOR_DEPENDENCIES"));
        reasons.putAll(Map.of("busy", "BACKING_OFF", "pause", "DEFERRED", "broken", "BREAKER_OPEN"));
        tellsTheFacts(await(id, reasons), single);
        answersWithoutRedis(id);
        service.release();
        down.release();
        Engine last = worker("last", "--queues=nobody").start();
        JsonNode states = engine.api().awaitEnd(id, PATIENCE).get("node_statuses");
        assertThat(states.get("last").asText()).as("it goes on: " + states).isEqualTo("COMPLETED");
        JsonNode over = explain(id);
        assertThat(over.get("code").asText()).isEqualTo("ENDED");
        assertThat(over.get("message").asText()).contains("node 'unable' failed with NO_HANDLER");
        assertThat(over.get("nodes")).isEmpty();
        for (Engine worker : new Engine[] {single, other, last}) {
            assertThat(worker.terminate()).isZero();
        }
    }

    private static void tellsTheFacts(JsonNode explanation, Engine single) throws IOException {
        Files.writeString(Path.of("target", "explain-example.json"), explanation.toPrettyString());
        JsonNode gate = of(explanation, "gate");
        assertThat(gate.get("state").asText()).isEqualTo("RUNNING");
        assertThat(single.tail()).contains(gate.get("worker").asText() + " takes tasks of");
        assertThat(gate.get("worker_alive").asBoolean()).isTrue();
        assertThat(of(explanation, "next").get("ahead").asInt()).isZero();
        JsonNode later = of(explanation, "later");
        assertThat(later.get("ahead").asInt()).isEqualTo(1);
        assertThat(later.get("ahead_exact").asBoolean()).isTrue();
        assertThat(later.get("workers").asInt()).isEqualTo(1);
        assertThat(later.get("fails_with").asText()).isEqualTo("QUEUE_TIMEOUT");
        assertThat(of(explanation, "unable").get("ahead").asInt()).isEqualTo(2);
        assertThat(of(explanation, "nobody").get("fails_with").asText()).isEqualTo("NO_HANDLER");
        JsonNode busy = of(explanation, "busy");
        assertThat(busy.at("/error/code").asText()).isEqualTo("HTTP_503");
        assertThat(busy.get("failed_attempt").asInt()).isEqualTo(1);
        JsonNode broken = of(explanation, "broken");
        assertThat(broken.get("breaker").asText()).startsWith("call_external_service/127.0.0.1:");
        assertThat(broken.get("breaker_state").asText()).isEqualTo("open");
        assertThat(broken.get("next_probe_at").asText()).isNotEmpty();
        assertThat(of(explanation, "pause").get("until").asText())
                .isGreaterThan(explanation.get("at").asText());
        assertThat(of(explanation, "last").get("waiting_for")).hasSize(6);
    }

    /** A Redis that hangs keeps nothing back that the journal knows. */
    private static void answersWithoutRedis(String id) {
        try (RedisKeys redis = new RedisKeys(stores.url(Store.REDIS))) {
            redis.pause(Duration.ofSeconds(6));
        }
        JsonNode blind = explain(id);
        assertThat(blind.get("queue_state").asText()).isEqualTo("unknown");
        assertThat(of(blind, "nobody").get("code").asText()).isEqualTo("UNKNOWN");
        await(id, Map.of("nobody", "NO_WORKER"));
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.bootstrap.embedded.EmbeddedStores;
import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.e2e.TraceReceiver.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One trace from a client's request through every task to the end, over processes, retries and a lost Redis. */
@Timeout(180)
class TracingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CALLER = "00f067aa0ba902b7";
    private static final AtomicInteger TRACES = new AtomicInteger();

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("REAPER_CHECK_INTERVAL_SECONDS", "1")
            .with("WORKFLOW_TRACING", "true")
            .with("QUARKUS_LOG_CATEGORY__DEV_ORCHESTRATOR__LEVEL", "DEBUG")
            .with("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms");

    static EmbeddedStores stores;
    static TraceReceiver receiver;
    static Engine api;
    static Engine worker;

    @BeforeAll
    static void start() {
        receiver = new TraceReceiver();
        stores = EmbeddedStores.start(directory.resolve("data"));
        Map<String, String> redis = Map.of(
                "REDIS_URL", stores.url(Store.REDIS).orElseThrow(), "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
        Map<String, String> both = new java.util.HashMap<>(redis);
        both.put("DATABASE_URL", stores.url(Store.POSTGRES).orElseThrow());
        api = ENGINES.make("api", directory, both, "--role=api", "--simulate");
        Engine orchestrator = ENGINES.make("orchestrator", directory, both, "--role=orchestrator,reaper");
        worker = ENGINES.make("worker", directory, redis, "--role=worker");
        List<Engine> all = List.of(api, orchestrator, worker);
        all.forEach(Engine::launch);
        all.forEach(Engine::awaitReady);
    }

    @AfterAll
    static void stop() {
        if (stores != null) {
            stores.close();
        }
        receiver.close();
    }

    @Test
    void aSubmitIsFollowedThroughEveryTaskToTheEnd() {
        String trace = newTrace();
        String execution = run(
                trace,
                """
                {"name": "traced", "dag": {"nodes": [
                  {"id": "start", "handler": "input"},
                  {"id": "flaky", "handler": "fail", "dependencies": ["start"], "config": {"fail_times": 1},
                   "retry": {"max_attempts": 3, "backoff_seconds": 0.1, "jitter": 0}},
                  {"id": "done", "handler": "output", "dependencies": ["flaky"]}]}}
                """);
        assertThat(api.api().awaitEnd(execution, PATIENCE).path("status").asText())
                .isEqualTo("COMPLETED");
        Await.until(
                "all spans are there", PATIENCE, () -> receiver.ofTrace(trace).size() >= 2 + 4 + 4);

        Span http = only(trace, Span.SERVER);
        assertThat(http.parent()).isEqualTo(CALLER);
        assertThat(http.name()).isEqualTo("POST /api/v1/workflow");
        Span submit = receiver.ofTrace(trace).stream()
                .filter(span -> span.name().equals("submit"))
                .findFirst()
                .orElseThrow();
        assertThat(submit.parent()).isEqualTo(http.id());
        assertThat(submit.attribute("workflow.execution.id")).isEqualTo(execution);
        List<Span> tasks = tasks(trace);
        assertThat(tasks)
                .allSatisfy(task -> assertThat(task.parent()).isEqualTo(submit.id()))
                .allSatisfy(task ->
                        assertThat(task.attribute("workflow.execution.id")).isEqualTo(execution))
                .extracting(task -> task.name() + " " + task.attribute("workflow.node.id") + "#"
                        + task.attribute("workflow.dispatch") + (task.error() ? " failed" : ""))
                .containsExactlyInAnyOrder("input start#1", "fail flaky#1 failed", "fail flaky#2", "output done#1");
        assertThat(tasks).extracting(task -> task.attribute("workflow.queue")).contains("input", "fail", "output");
        assertThat(decisions(trace))
                .extracting(Span::parent)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Span::id).toList());
        assertThat(decisions(trace))
                .extracting(span -> span.attribute("workflow.execution.status"))
                .contains("COMPLETED");
        assertThat(receiver.ofTrace(trace)).as("nothing else").hasSize(2 + 4 + 4);
        assertThat(receiver.ofTrace(trace)).extracting(Span::service).containsOnly("workflow-orchestrator");
        assertThat(worker.tail())
                .as("lines of text carry the ids")
                .contains("(" + execution + "/flaky#2) The task succeeded");
    }

    @Test
    void theTraceOutlivesALossOfRedis() {
        String trace = newTrace();
        String execution = run(
                trace,
                """
                {"name": "re-driven", "dag": {"nodes": [
                  {"id": "wait", "handler": "delay", "config": {"seconds": 2}},
                  {"id": "done", "handler": "output", "dependencies": ["wait"]}]}}
                """);
        Await.until("it waits", PATIENCE, () -> decisions(trace).size() == 1);
        try (RedisKeys redis = new RedisKeys(stores.url(Store.REDIS).orElseThrow())) {
            redis.wipe();
        }
        assertThat(api.api().awaitEnd(execution, PATIENCE).path("status").asText())
                .isEqualTo("COMPLETED");
        Await.until(
                "all spans are there", PATIENCE, () -> receiver.ofTrace(trace).size() >= 2 + 3 + 3);
        Span submit = receiver.ofTrace(trace).stream()
                .filter(span -> span.name().equals("submit"))
                .findFirst()
                .orElseThrow();
        assertThat(tasks(trace)).hasSize(3).allSatisfy(task -> assertThat(task.parent())
                .isEqualTo(submit.id()));
        assertThat(tasks(trace))
                .extracting(task -> task.attribute("workflow.node.id"))
                .containsExactlyInAnyOrder("wait", "wait", "done");
    }

    private static String newTrace() {
        return "4bf92f3577b34da6a3ce929d0e0e%04d".formatted(4700 + TRACES.incrementAndGet());
    }

    private static String run(String trace, String definition) {
        JsonNode answer = api.api()
                .post(
                        "/api/v1/workflow?trigger=true",
                        definition,
                        Map.of("traceparent", "00-" + trace + "-" + CALLER + "-01"))
                .expect(201);
        return answer.get("execution_id").asText();
    }

    private static Span only(String trace, int kind) {
        List<Span> spans = receiver.ofTrace(trace).stream()
                .filter(span -> span.kind() == kind)
                .toList();
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private static List<Span> tasks(String trace) {
        return receiver.ofTrace(trace).stream()
                .filter(span -> span.kind() == Span.CONSUMER && !span.name().equals("decide"))
                .toList();
    }

    private static List<Span> decisions(String trace) {
        return receiver.ofTrace(trace).stream()
                .filter(span -> span.name().equals("decide"))
                .toList();
    }
}

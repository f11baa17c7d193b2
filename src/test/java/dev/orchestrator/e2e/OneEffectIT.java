package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.defects.Defect;
import dev.orchestrator.guarantees.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen clients ask the same at once, of two processes of the API: one effect. Defects: "two triggers, two runs of the
 * roots", "two operators retrying one dead letter", "idempotency marked at the end instead of taken at the start".
 */
@Timeout(240)
class OneEffectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 8;
    private static final String TWO_NODES =
            """
            {"name": "once", "dag": {"nodes": [
              {"id": "a", "handler": "%s", "queue": "%s", "config": {"fail_times": 1}, "retry": {"max_attempts": 1}},
              {"id": "b", "handler": "echo", "dependencies": ["a"], "config": {"seen": "{{ a.n ?? 0 }}"}}]}}
            """;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    static Crew crew;
    static ExecutorService clients;

    @BeforeAll
    static void start() {
        crew = new Crew(ENGINES, directory);
        crew.start();
        clients = Executors.newFixedThreadPool(CLIENTS);
    }

    @AfterAll
    static void stop() {
        if (crew != null) {
            clients.shutdownNow();
            crew.close();
        }
    }

    @Test
    void oneSubmissionUnderOneKey() {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> key = Map.of("Idempotency-Key", "order-" + round);
            List<Answer> answers =
                    atOnce(api -> api.post("/api/v1/workflow?trigger=true", TWO_NODES.formatted("echo", "echo"), key));
            assertThat(answers).allMatch(answer -> answer.code() == 201);
            assertThat(answers.stream()
                            .map(answer -> answer.text("/execution_id"))
                            .distinct())
                    .hasSize(1);
            ranOnce(answers.get(0).text("/execution_id"));
        }
    }

    @Test
    @Defect("Two triggers, two runs of the roots")
    void oneTrigger() {
        for (int round = 0; round < ROUNDS; round++) {
            String execution = crew.api.api().submit(TWO_NODES.formatted("echo", "echo"));
            one(atOnce(api -> api.trigger(execution, Api.JSON.createObjectNode())));
            ranOnce(execution);
        }
    }

    @Test
    void oneCancel() {
        for (int round = 0; round < ROUNDS; round++) {
            String execution = crew.api.api().run(TWO_NODES.formatted("echo", "nobody"));
            one(atOnce(api -> api.cancel(execution)));
            assertThat(types(execution)).containsOnlyOnce("ended");
            assertThat(crew.otherApi.api().status(execution).get("status").asText())
                    .isEqualTo("CANCELLED");
        }
    }

    @Test
    @Guarantee("G10")
    void oneRetryOfADeadLetter() {
        for (int round = 0; round < ROUNDS; round++) {
            String execution = crew.api.api().run(TWO_NODES.formatted("fail", "fail"));
            crew.api.api().awaitEnd(execution, PATIENCE);
            String letter = letterOf(execution);
            one(atOnce(api -> api.post("/api/v1/admin/dlq/" + letter + "/retry", "")));
            JsonNode status = crew.api.api().awaitEnd(execution, PATIENCE);
            assertThat(status.get("status").asText()).isEqualTo("COMPLETED");
            assertThat(types(execution)).containsOnlyOnce("revived", "node_completed b");
            assertThat(types(execution).stream().filter("node_queued a"::equals))
                    .hasSize(2);
        }
    }

    /**
     * A thousand reports of one dispatch, from sixteen clients, straight into the lane, and no two of them alike. Defect:
     * the output of a completed node is replaced after a child has read it.
     */
    @Test
    @Defect("The output of a completed node replaced after a child has read it")
    void oneReport() {
        String execution = crew.api.api().run(TWO_NODES.formatted("echo", "nobody"));
        String lane = "wf:{0}:c:" + Integer.parseInt(execution.substring(32), 16) % 4;
        String report = "{\"type\":\"complete\",\"node\":\"a\",\"dispatch\":1,\"outcome\":{\"type\":\"succeeded\"},"
                + "\"report\":{}}";
        AtomicInteger copies = new AtomicInteger();
        atOnce(api -> {
            try (RedisKeys redis = new RedisKeys(crew.redis())) {
                for (int i = 0; i < 64; i++) {
                    String output = "{\"n\":" + copies.incrementAndGet() + "}";
                    redis.add(lane, "v", "1", "e", execution, "m", report, "o", output);
                }
            }
            return new Answer(200, Api.JSON.createObjectNode());
        });
        ranOnce(execution);
        JsonNode outputs = crew.api.api().outputs(execution);
        assertThat(outputs.at("/a/n").asInt()).isBetween(1, copies.get());
        assertThat(outputs.at("/b/seen")).as("what the child has read").isEqualTo(outputs.at("/a/n"));
        try (RedisKeys redis = new RedisKeys(crew.redis())) {
            Await.until("the lane is empty", PATIENCE, () -> redis.leftovers().isEmpty());
        }
    }

    private static void ranOnce(String execution) {
        JsonNode status = crew.api.api().awaitEnd(execution, PATIENCE);
        assertThat(status.get("status").asText()).as("%s", status).isEqualTo("COMPLETED");
        assertThat(types(execution).stream().filter(type -> !type.equals("node_reported_late a")))
                .containsExactlyInAnyOrder(
                        "submitted",
                        "triggered",
                        "node_queued a",
                        "node_completed a",
                        "node_queued b",
                        "node_completed b",
                        "ended");
    }

    /** What happened, each with its node. */
    private static List<String> types(String execution) {
        JsonNode page = crew.otherApi
                .api()
                .get("/api/v1/workflow/" + execution + "/events?limit=500")
                .expect(200);
        return StreamSupport.stream(page.get("events").spliterator(), false)
                .map(event ->
                        (event.get("type").asText() + " " + event.path("node").asText()).strip())
                .toList();
    }

    private static String letterOf(String execution) {
        JsonNode entries =
                crew.api.api().get("/api/v1/admin/dlq?limit=500").expect(200).get("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.get("execution_id").asText().equals(execution))
                .map(entry -> entry.get("id").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void one(List<Answer> answers) {
        assertThat(answers.stream().filter(answer -> answer.code() == 200))
                .as("%s", answers)
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.code() == 409))
                .as("%s", answers)
                .hasSize(CLIENTS - 1);
    }

    /** Every client at once, half of them of one process and half of the other. */
    private static List<Answer> atOnce(Function<Api, Answer> call) {
        CountDownLatch ready = new CountDownLatch(CLIENTS);
        List<CompletableFuture<Answer>> calls = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Api api = (client % 2 == 0 ? crew.api : crew.otherApi).api();
            calls.add(CompletableFuture.supplyAsync(
                    () -> {
                        ready.countDown();
                        await(ready);
                        return call.apply(api);
                    },
                    clients));
        }
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

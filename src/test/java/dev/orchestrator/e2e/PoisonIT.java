package dev.orchestrator.e2e;

import static dev.orchestrator.e2e.RedisKeys.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.defects.Defect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Defects: "one undecodable message sticking its whole batch", "unknown handler never acknowledged". Poison straight into
 * the streams of the real engine, while healthy executions run.
 */
@Timeout(240)
class PoisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String QUARANTINE = "/api/v1/admin/quarantine";
    private static final byte[] BINARY = {0, (byte) 0xff, (byte) 0xfe, '\r', '\n', (byte) 0xc3, '(', 7};
    private static final String DEEP = "[".repeat(5_000) + "]".repeat(5_000);
    private static final List<String> QUEUES = List.of("echo", "delay", "fail", "call_external_service");
    private static final int ROUNDS = 10;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    static Crew crew;

    @BeforeAll
    static void start() {
        crew = new Crew(ENGINES, directory);
        crew.start();
    }

    @AfterAll
    static void stop() {
        if (crew != null) {
            crew.close();
        }
    }

    @Test
    void poisonEndsInQuarantineAndTheHealthyInTheirResults() {
        Api api = crew.api.api();
        Load load = new Load(api, 7);
        int poison = 0;
        try (RedisKeys redis = new RedisKeys(crew.redis())) {
            for (int round = 0; round < ROUNDS; round++) {
                load.submit(5);
                poison += poison(redis, round);
            }
            redis.add("wf:{0}:q:echo", "k", "x".repeat(10_000_000));
            redis.add("wf:{0}:c:1", bytes("m"), new byte[10_000_000]);
            redis.score("wf:{0}:timers", 1, "not a timer");
        }
        load.verify(PATIENCE);
        int expected = poison + 3;
        Await.until("all poison is in quarantine", PATIENCE, () -> count(api) == expected);
        List<JsonNode> entries = all(api);
        assertThat(entries).hasSize(expected);
        assertThat(entries).extracting(entry -> entry.get("kind").asText()).contains("task", "message", "timer");
        assertThat(kept(api, entries, BINARY)).isEqualTo(QUEUES.size() * ROUNDS + ROUNDS);
        assertThat(kept(api, entries, bytes(DEEP))).isEqualTo(ROUNDS);
        assertThat(entries.stream().filter(entry -> entry.get("size").asLong() > 10_000_000))
                .hasSize(2)
                .allMatch(entry -> show(api, entry).get("shown").asLong() == 1 << 20);
        assertThat(new Api(crew.rest.managementPort()).text("/metrics"))
                .containsPattern("workflow_quarantined_total\\{kind=\"timer\",?} 1\\.0");
        leavesNothingInRedis();
        String id = entries.get(0).get("id").asText();
        assertThat(api.delete(QUARANTINE + "/" + id).code()).isEqualTo(200);
        assertThat(crew.otherApi.api().get(QUARANTINE + "/" + id).code()).isEqualTo(404);
    }

    /** What an installation may meet: damage, other releases, strangers. */
    private static int poison(RedisKeys redis, int round) {
        int count = 0;
        for (String queue : QUEUES) {
            String stream = "wf:{0}:q:" + queue;
            String stranger = UUID.randomUUID() + "|a|1|1000";
            redis.add(stream, bytes("garbage"), BINARY);
            redis.add(stream, "v", "99", "k", stranger, "b", "{}", "c", "{}");
            redis.add(stream, "v", "1", "k", stranger, "b", "{\"attempt\":1,\"handler\":\"nobody\"}", "c", "{}");
            count += 3;
        }
        String lane = "wf:{0}:c:" + round % 4;
        String execution = UUID.randomUUID().toString();
        redis.add(lane, bytes("v"), bytes("1"), bytes("e"), bytes(execution), bytes("m"), BINARY);
        redis.add(lane, "v", "0", "e", execution, "m", "{\"type\":\"time_out\",\"run\":1}");
        redis.add(lane, "v", "1", "e", execution, "m", DEEP);
        return count + 3;
    }

    @Test
    @Defect("An unknown handler never acknowledged")
    void aNodeWhoseHandlerNobodyHasEndsAndSaysSo() {
        Api api = crew.otherApi.api();
        String execution = api.run(
                """
                {"name": "stranger", "on_failure": "continue", "dag": {"nodes": [
                  {"id": "nobody", "handler": "no_such_handler", "queue": "echo"},
                  {"id": "waits", "handler": "no_such_handler", "queue_timeout_seconds": 1},
                  {"id": "fine", "handler": "echo", "config": {"a": 1}}]}}
                """);
        JsonNode status = api.awaitEnd(execution, PATIENCE);
        assertThat(status.at("/nodes/nobody/error/code").asText())
                .as("%s", status)
                .isEqualTo("NO_HANDLER");
        assertThat(status.at("/nodes/waits/error/code").asText()).isEqualTo("NO_HANDLER");
        assertThat(status.at("/node_statuses/fine").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void whatComesOverTheApiIsRefusedAtTheDoor() {
        Api api = crew.api.api();
        String head = "{\"name\": \"x\", \"dag\": {\"nodes\": [{\"id\": \"a\", \"handler\": \"echo\", \"config\": ";
        for (String config : List.of("{\"a\": " + DEEP + "}", "{\"a\": \"\\u0000\"}")) {
            Answer answer = api.post("/api/v1/workflow?trigger=true", head + config + "}]}}");
            assertThat(answer.code()).isBetween(400, 422);
            assertThat(answer.text("/detail")).isNotEmpty();
        }
        String execution = api.submit(head + "{}}]}}");
        for (String params : List.of("{\"a\": " + DEEP + "}", "{\"a\": \"\\u0000\"}")) {
            Answer answer = api.post("/api/v1/workflow/trigger/" + execution, "{\"params\": " + params + "}");
            assertThat(answer.code()).isBetween(400, 422);
        }
        assertThat(api.trigger(execution, Api.JSON.createObjectNode()).code()).isEqualTo(200);
        assertThat(api.awaitEnd(execution, PATIENCE).get("status").asText()).isEqualTo("COMPLETED");
    }

    private static long count(Api api) {
        return api.get(QUARANTINE + "?limit=1").expect(200).get("count").asLong();
    }

    private static List<JsonNode> all(Api api) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        while (!cursor.equals("null")) {
            JsonNode page = api.get(QUARANTINE + "?limit=50" + cursor).expect(200);
            page.get("entries").forEach(entries::add);
            cursor = page.get("next_cursor").isNull()
                    ? "null"
                    : "&cursor=" + page.get("next_cursor").asText();
        }
        return entries;
    }

    /** How many of them hold just these bytes. */
    private static int kept(Api api, List<JsonNode> entries, byte[] bytes) {
        String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        List<JsonNode> candidates = new ArrayList<>(entries);
        candidates.removeIf(entry -> entry.get("size").asLong() > 100_000);
        return Collections.frequency(
                candidates.stream()
                        .map(entry -> entry.get("size").asLong() > 1_024 ? show(api, entry) : entry)
                        .map(entry -> new String(
                                        Base64.getDecoder()
                                                .decode(entry.get("content_base64")
                                                        .asText()),
                                        StandardCharsets.ISO_8859_1)
                                .contains(wanted))
                        .toList(),
                true);
    }

    private static JsonNode show(Api api, JsonNode entry) {
        return api.get(QUARANTINE + "/" + entry.get("id").asText()).expect(200);
    }

    /** The last receipts may be on their way when the API shows the end. */
    private static void leavesNothingInRedis() {
        try (RedisKeys redis = new RedisKeys(crew.redis())) {
            boolean empty =
                    Await.holds(Duration.ofSeconds(10), () -> redis.leftovers().isEmpty());
            assertThat(redis.leftovers()).as("keys left at rest").matches(left -> empty);
        }
    }
}

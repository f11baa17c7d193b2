package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/follow-one-execution.md: one role after the other comes to life, and what lies between is shown. */
@Timeout(120)
class FollowOneExecutionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DEFINITION =
            """
            {"name": "greeting", "dag": {"nodes": [
              {"id": "hello", "handler": "echo", "config": {"text": "Hello {{ params.name }}"}},
              {"id": "reply", "handler": "echo", "dependencies": ["hello"], "config": {"heard": "{{ hello.text }}"}}]}}
            """;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    static Cluster cluster;

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everyStopShowsWhatIsThere() {
        cluster = new Cluster(ENGINES, directory);
        SeenPage page = new SeenPage(Path.of("docs/follow-one-execution.md"));
        page.shows("definition", DEFINITION);
        Api api = cluster.api.start().api();
        JsonNode submitted = api.post("/api/v1/workflow", DEFINITION).expect(201);
        String execution = submitted.get("execution_id").asText();
        page.shows("submitted", plain(submitted.toPrettyString()));

        api.trigger(execution, JsonNodeFactory.instance.objectNode().put("name", "Ada"))
                .expect(200);
        page.shows("triggered", plain(journal(execution)));
        page.shows("task", plain(waiting("wf:{0}:q:echo")));

        cluster.worker.start();
        page.shows("completion", plain(waiting("wf:{0}:c:*")));

        cluster.orchestrator.start();
        api.awaitEnd(execution, PATIENCE);
        page.shows("journal", plain(journal(execution)));
        page.shows(
                "results",
                plain(api.get("/api/v1/workflow/" + execution + "/results")
                        .expect(200)
                        .toPrettyString()));
        page.verify();
    }

    /** The one message that lies in one of the streams of this pattern. */
    private static String waiting(String pattern) {
        try (RedisKeys redis = new RedisKeys(cluster.redis())) {
            Await.until("a message lies in " + pattern, PATIENCE, () -> !messages(redis, pattern)
                    .isEmpty());
            return String.join("\n", messages(redis, pattern));
        }
    }

    private static List<String> messages(RedisKeys redis, String pattern) {
        return redis.named(pattern).stream()
                .flatMap(key -> redis.onlyEntry(key).stream())
                .toList();
    }

    /** The versions of an execution as the journal holds them. */
    private static String journal(String execution) {
        try (Connection connection = DriverManager.getConnection(cluster.jdbc());
                PreparedStatement query = connection.prepareStatement(
                        "select version, events from execution_event where execution_id = ? order by version")) {
            query.setObject(1, UUID.fromString(execution));
            List<String> rows = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getInt(1) + "  " + oneEventALine(result.getString(2)));
                }
            }
            return String.join("\n", rows);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String oneEventALine(String events) {
        return events.replace("\"events\":[{", "\"events\":[\n     {").replace("},{\"type\"", "},\n     {\"type\"");
    }

    /** Without what is different every time. */
    private static String plain(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<workflow>")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "<execution>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
                .replaceAll("\"(startedAt|endedAt)\":\\d+", "\"$1\":<micros>")
                .replaceAll("\"seed\":-?\\d+", "\"seed\":<seed>")
                .replaceAll("\"worker-[^\"]+\"", "\"<worker>\"");
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions and repeated requests on the real jar, over a kill. */
@Timeout(120)
class NamedWorkflowsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    @Test
    void versionsRunAndRepetitionsDoNothingAlsoAfterAKill() {
        Engine engine = ENGINES.make("engine", directory, "--data-dir=" + directory.resolve("data"))
                .start();
        Api api = engine.api();
        assertThat(register(api, "one").expect(201).path("version").asInt()).isEqualTo(1);
        assertThat(register(api, "two").expect(201).path("version").asInt()).isEqualTo(2);
        assertThat(register(api, "two").expect(200).path("version").asInt()).isEqualTo(2);
        assertThat(run(api, "?wait=30", "{\"params\":{\"n\":7}}", "k1")
                        .at("/outputs/a/text")
                        .asText())
                .isEqualTo("two 7");
        JsonNode first = run(api, "?wait=30", "{\"version\":1,\"params\":{\"n\":8}}", "k2");
        assertThat(first.at("/outputs/a/text").asText()).isEqualTo("one 8");
        JsonNode submitted = submit(api, "k3").expect(201);
        Answer triggered = trigger(api, submitted.path("execution_id").asText(), "k4");
        triggered.expect(200);

        engine.kill();
        engine.start();

        assertThat(submit(api, "k3").expect(201)).isEqualTo(submitted);
        assertThat(trigger(api, submitted.path("execution_id").asText(), "k4").expect(200))
                .isEqualTo(triggered.body());
        assertThat(trigger(api, submitted.path("execution_id").asText(), "k5").code())
                .isEqualTo(409);
        JsonNode again = run(api, "?wait=30", "{ \"version\": 1, \"params\": {\"n\": 8} }", "k2");
        assertThat(again).isEqualTo(first);
        assertThat(api.post("/api/v1/workflows/orders/executions", "{\"version\":2}", Map.of("Idempotency-Key", "k2"))
                        .code())
                .isEqualTo(422);
        api.awaitEnd(submitted.path("execution_id").asText(), PATIENCE);
        List<String> executions =
                api.get("/api/v1/workflow?limit=500").expect(200).findValuesAsText("execution_id");
        assertThat(executions).hasSize(3);
        assertThat(engine.terminate()).isZero();
    }

    private static Answer register(Api api, String text) {
        return api.post("/api/v1/workflows", definition("orders", text));
    }

    private static JsonNode run(Api api, String query, String body, String key) {
        return api.post("/api/v1/workflows/orders/executions" + query, body, Map.of("Idempotency-Key", key))
                .expect(201);
    }

    private static Answer submit(Api api, String key) {
        return api.post("/api/v1/workflow", definition("unnamed", "x"), Map.of("Idempotency-Key", key));
    }

    private static Answer trigger(Api api, String execution, String key) {
        return api.post(
                "/api/v1/workflow/trigger/" + execution, "{\"params\":{\"n\":9}}", Map.of("Idempotency-Key", key));
    }

    private static String definition(String name, String text) {
        return "{\"name\":\"" + name
                + "\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\",\"config\":{\"text\":\"" + text
                + " {{ params.n }}\"}}]}}";
    }
}

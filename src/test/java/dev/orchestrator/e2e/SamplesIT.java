package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.samples.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One process with every role on embedded stores, as {@code java -jar app.jar} starts it, runs every sample. */
@Timeout(180)
class SamplesIT {
    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    static Engine engine;

    @BeforeAll
    static void start() {
        engine = ENGINES.make("engine", directory, "--data-dir=" + directory.resolve("data"), "--simulate-delays=false")
                .start();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleGivesWhatItPromises(Sample sample) {
        SampleRun.of(sample, engine.api()).verify();
    }

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsValid(Sample sample) {
        JsonNode check = engine.api()
                .post("/api/v1/workflow/validate", sample.definition())
                .expect(200);
        assertThat(check.path("valid").asBoolean()).as("%s", check).isTrue();
        assertThat(check.path("order").size()).isEqualTo(sample.nodes().size());
    }

    @Test
    void oneCallSubmitsTriggersAndWaits() {
        Sample sample = Sample.named("linear_workflow");
        JsonNode answer = engine.api()
                .post("/api/v1/workflow?trigger=true&wait=30", sample.definition())
                .expect(201);
        assertThat(answer.path("status").asText()).as("%s", answer).isEqualTo("COMPLETED");
        assertThat(answer.at("/outputs/C/config/name"))
                .isEqualTo(sample.expected().at("/outputs/~1C/config/name"));
    }

    @Test
    void aSecondTriggerChangesNothing() {
        Api api = engine.api();
        String execution = api.submit(Sample.named("linear_workflow").definition());
        api.trigger(execution, Api.JSON.createObjectNode()).expect(200);
        assertThat(api.trigger(execution, Api.JSON.createObjectNode()).code()).isEqualTo(409);
    }

    @Test
    void aCycleIsRefusedAndNamed() {
        Answer answer = engine.api()
                .post(
                        "/api/v1/workflow",
                        """
                        {"name": "cycle", "dag": {"nodes": [
                          {"id": "a", "handler": "echo", "dependencies": ["b"]},
                          {"id": "b", "handler": "echo", "dependencies": ["a"]}]}}""");
        assertThat(answer.expect(400).path("error_code").asText()).isEqualTo("CYCLIC_DEPENDENCY");
        assertThat(answer.text("/error/error_code")).isEqualTo("CYCLIC_DEPENDENCY");
    }

    @Test
    void anUnknownExecutionIsNotFound() {
        assertThat(engine.api().get("/api/v1/workflow/no-such-thing").code()).isEqualTo(404);
    }

    @Test
    void theEngineSaysThatItIsHealthy() {
        JsonNode health = engine.api().get("/health").expect(200);
        assertThat(health.path("status").asText()).isEqualTo("healthy");
        assertThat(health.path("dependencies").size()).isEqualTo(2);
    }
}

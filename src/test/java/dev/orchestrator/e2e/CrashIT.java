package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orchestrator.defects.Defect;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.samples.Sample;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The default mode, killed without a warning: the servers that it embeds are left behind as orphans. */
@Timeout(180)
class CrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES =
            new Engines().with("REAPER_MIN_IDLE_SECONDS", "5").with("REAPER_CHECK_INTERVAL_SECONDS", "1");

    @Test
    @Defect("Outputs, params and node states never persisted")
    @Guarantee("G1")
    void whatWasAcknowledgedGoesOnAfterAKill() {
        Engine engine = ENGINES.make("engine", directory, "--data-dir=" + directory.resolve("data"))
                .start();
        Load load = new Load(engine.api(), 3).submit(30);
        SampleRun sample = SampleRun.of(Sample.named("complex_dag"), engine.api());
        load.awaitMidRun(PATIENCE);
        String node = "fetch_users";
        Await.until("a fetch has ended", PATIENCE, () -> isCompleted(engine.api(), sample, node));
        JsonNode before = completedNodes(engine.api().status(sample.execution()));

        engine.kill();
        engine.start();

        sample.verify();
        load.verify(PATIENCE);
        JsonNode after = completedNodes(engine.api().status(sample.execution()));
        before.properties().forEach(it -> assertThat(after.get(it.getKey()))
                .as("a node that had completed is as it was")
                .isEqualTo(it.getValue()));
        assertThat(engine.terminate()).isZero();
    }

    private static boolean isCompleted(Api api, SampleRun run, String node) {
        return api.status(run.execution()).at("/node_statuses/" + node).asText().equals("COMPLETED");
    }

    private static JsonNode completedNodes(JsonNode status) {
        ObjectNode nodes = status.get("nodes").deepCopy();
        nodes.properties().removeIf(it -> !it.getValue().path("state").asText().equals("COMPLETED"));
        return nodes;
    }
}

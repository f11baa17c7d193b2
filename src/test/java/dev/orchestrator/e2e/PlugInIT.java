package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.samples.ExamplePlugIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/plugin-example, in a directory that the real jar is told of. */
@Timeout(120)
class PlugInIT {
    private static final String DEFINITION = "{\"name\":\"loud\",\"dag\":{\"nodes\":["
            + "{\"id\":\"a\",\"handler\":\"shout\",\"config\":{\"text\":\"heard {{ params.what }}\"}}]}}";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    @Test
    void aNodeIsRunByAPlugIn() throws IOException {
        Path plugIns = Files.createDirectories(directory.resolve("plugins"));
        ExamplePlugIn.asShown().packInto(plugIns.resolve("shout.jar"));
        Engine engine = ENGINES.make("engine", directory, data("data"), "--plugins=" + plugIns)
                .start();
        String id = engine.api().submit(DEFINITION);
        engine.api()
                .trigger(id, Api.JSON.createObjectNode().put("what", "everywhere"))
                .expect(200);
        JsonNode status = engine.api().awaitEnd(id, Duration.ofSeconds(30));
        assertThat(status.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(engine.api().outputs(id).at("/a/text").asText()).isEqualTo("HEARD EVERYWHERE");
        assertThat(engine.terminate()).isZero();
    }

    @Test
    void aBrokenOneRefusesTheStart() throws IOException {
        Path plugIns = Files.createDirectories(directory.resolve("broken"));
        Files.writeString(plugIns.resolve("broken.jar"), "this is no jar");
        Engine engine = ENGINES.make("broken", directory, data("other"), "--plugins=" + plugIns)
                .launch();
        assertThat(engine.exitCode(Duration.ofSeconds(60))).isEqualTo(2);
        assertThat(engine.tail())
                .contains("broken.jar is no jar that can be read")
                .doesNotContain("\tat ");
    }

    private static String data(String name) {
        return "--data-dir=" + directory.resolve(name);
    }
}

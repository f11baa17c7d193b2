package dev.orchestrator.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.application.worker.HandlerRegistry;
import dev.orchestrator.bootstrap.StartRefused;
import dev.orchestrator.samples.ExamplePlugIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlugInsTest {
    @TempDir
    Path directory;

    @Test
    void theExampleIsFound() throws IOException {
        ExamplePlugIn.of("Shout", "shout-loud").packInto(directory.resolve("shout.jar"));
        Files.writeString(directory.resolve("notes.txt"), "no jar");
        try (PlugIns plugIns = PlugIns.in(directory)) {
            HandlerRegistry registry = plugIns.with(List.of());
            assertThat(registry.find("shout-loud")).isNotNull();
            assertThat(registry.find("shout-loud").getClass().getName()).isEqualTo("com.example.Shout");
        }
    }

    @Test
    void whatCannotBeLoadedIsNamed() throws IOException {
        refused(directory.resolve("none"), "names no directory that can be read");
        Path broken = Files.createDirectory(directory.resolve("broken"));
        Files.writeString(broken.resolve("broken.jar"), "this is no jar");
        refused(broken, "broken.jar is no jar that can be read");
        Path hollow = Files.createDirectory(directory.resolve("hollow"));
        ExamplePlugIn.of("Shout", "shout-loud").declaring("com.example.Absent").packInto(hollow.resolve("hollow.jar"));
        refused(hollow, "com.example.Absent");
    }

    @Test
    void twoOfOneNameAreRefused() throws IOException {
        ExamplePlugIn.of("Shout", "same").packInto(directory.resolve("one.jar"));
        ExamplePlugIn.of("Yell", "same").packInto(directory.resolve("two.jar"));
        refused(directory, "Two handlers are named 'same'");
    }

    private static void refused(Path plugIns, String message) {
        assertThatThrownBy(() -> {
                    try (PlugIns opened = PlugIns.in(plugIns)) {
                        opened.with(List.of());
                    }
                })
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(message);
    }
}

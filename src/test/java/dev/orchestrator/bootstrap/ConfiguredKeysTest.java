package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredKeysTest {
    private static final String ENTRY = "ci:run:" + "0".repeat(64);

    @TempDir
    Path directory;

    @Test
    void theyComeFromTheSettingOrFromAFile() throws IOException {
        assertThat(ConfiguredKeys.read(Optional.empty(), Optional.empty()).areNone())
                .isTrue();
        assertThat(ConfiguredKeys.read(Optional.of(ENTRY), Optional.empty()).areNone())
                .isFalse();
        Path file = Files.writeString(directory.resolve("keys"), "# for the build\n" + ENTRY + "\n");
        assertThat(ConfiguredKeys.read(Optional.empty(), Optional.of(file)).areNone())
                .isFalse();
    }

    @Test
    void aTypingErrorNeverOpensTheApi() throws IOException {
        refused(Optional.of("ci:run:plain"), Optional.empty(), "WORKFLOW_API_KEYS cannot be used: entry 1 ");
        refused(
                Optional.of(ENTRY),
                Optional.of(directory),
                "Set WORKFLOW_API_KEYS or WORKFLOW_API_KEYS_FILE, not both.");
        refused(
                Optional.empty(),
                Optional.of(directory.resolve("none")),
                "WORKFLOW_API_KEYS_FILE names a file that cannot be read");
        Path empty = Files.writeString(directory.resolve("empty"), "# soon\n");
        refused(Optional.empty(), Optional.of(empty), "WORKFLOW_API_KEYS_FILE holds no key");
        Path large = Files.writeString(directory.resolve("large"), "#".repeat(300_000));
        refused(Optional.empty(), Optional.of(large), "WORKFLOW_API_KEYS_FILE names a file of more than");
    }

    private static void refused(Optional<String> keys, Optional<Path> file, String message) {
        assertThatThrownBy(() -> ConfiguredKeys.read(keys, file))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(message);
    }
}

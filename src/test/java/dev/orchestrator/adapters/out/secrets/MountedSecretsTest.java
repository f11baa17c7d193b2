package dev.orchestrator.adapters.out.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountedSecretsTest {
    @TempDir
    Path directory;

    @Test
    void aVariableComesBeforeAFile() throws IOException {
        Files.writeString(directory.resolve("KEY"), "of the file");
        Files.writeString(directory.resolve("FILE"), "two\nlines\n");
        MountedSecrets secrets = new MountedSecrets(Map.of("WORKFLOW_SECRET_KEY", "of the variable")::get, directory);
        assertThat(secrets.find("KEY")).contains("of the variable");
        assertThat(secrets.find("FILE")).as("without the last line end").contains("two\nlines");
        assertThat(secrets.find("ABSENT")).isEmpty();
        Files.writeString(directory.resolve("FILE"), "changed\r\n");
        assertThat(secrets.find("FILE")).contains("changed");
    }

    @Test
    void withoutADirectoryThereAreVariablesAlone() {
        MountedSecrets secrets = new MountedSecrets(Map.of("WORKFLOW_SECRET_KEY", "value")::get, null);
        assertThat(secrets.find("KEY")).contains("value");
        assertThat(secrets.find("FILE")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/b", "", "a.b", ".", "..", "a\u0000b"})
    void aNameLeadsNowhereElse(String name) throws IOException {
        Files.writeString(directory.resolve("outside"), "not for you");
        Path inner = Files.createDirectories(directory.resolve("inner"));
        assertThat(new MountedSecrets(Map.<String, String>of()::get, inner).find(name))
                .isEmpty();
    }

    @Test
    void whatIsTooLargeIsNoSecretAndWhatCannotBeReadIsNotMissing() throws IOException {
        Files.writeString(directory.resolve("LARGE"), "x".repeat(70_000));
        Files.createDirectories(directory.resolve("FOLDER"));
        MountedSecrets secrets = new MountedSecrets(Map.<String, String>of()::get, directory);
        assertThat(secrets.find("LARGE")).isEmpty();
        assertThatThrownBy(() -> secrets.find("FOLDER")).isInstanceOf(UncheckedIOException.class);
    }
}

package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line is read before anything starts. */
@Timeout(60)
class ArgumentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines();

    @ParameterizedTest
    @ValueSource(strings = {"--no-such-option", "--role=chef", "--port=many", "--port=70000", "no-such-command"})
    void aWrongArgumentEndsWithTwoAndStartsNothing(String argument) {
        Path data = directory.resolve("untouched");
        Engine engine =
                ENGINES.make("wrong", directory, "--data-dir=" + data, argument).launch();
        assertThat(engine.exitCode(PATIENCE)).isEqualTo(2);
        assertThat(Ports.isOpen(engine.port())).isFalse();
        assertThat(Ports.isOpen(engine.managementPort())).isFalse();
        assertThat(Files.exists(data)).as("a data directory").isFalse();
        assertThat(engine.tail()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    /** Whatever is made of the settings first: nobody may stumble over them before they are checked. */
    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT_REQUESTS_PER_MINUTE, 0, workflow.rate-limit.requests-per-minute (RATE_LIMIT_REQUESTS_PER_MINUTE)",
        "RATE_LIMIT_ENABLED, maybe, workflow.rate-limit.enabled",
        "WORKFLOW_TRUSTED_PROXIES, localhost, workflow.trusted-proxies (WORKFLOW_TRUSTED_PROXIES)",
        "CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS, 101, workflow.circuit-breaker.half-open-probes (CIRCUIT_BREAKER_HALF"
    })
    void aWrongSettingEndsWithTwoAndIsNamed(String variable, String value, String named) {
        Engine engine = ENGINES.make(
                        "setting", directory, Map.of(variable, value), "--data-dir=" + directory.resolve("data"))
                .launch();
        assertThat(engine.exitCode(PATIENCE.multipliedBy(2))).isEqualTo(2);
        assertThat(engine.tail()).contains("The engine did not start: ").contains(named);
    }

    @Test
    void helpNamesTheOptions() {
        Engine engine = ENGINES.make("help", directory, "--help").launch();
        assertThat(engine.exitCode(PATIENCE)).isZero();
        assertThat(engine.tail()).contains("--port", "--role", "--data-dir", "--simulate");
    }

    @Test
    void aTakenPortIsSaidToBeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Engine engine = ENGINES.make(
                            "taken",
                            directory,
                            "--data-dir=" + directory.resolve("data"),
                            "--port=0",
                            "--management-port=" + taken.getLocalPort())
                    .launch();
            assertThat(engine.exitCode(PATIENCE.multipliedBy(2))).isEqualTo(1);
            assertThat(engine.tail()).contains("a port is taken").contains("--management-port");
        }
    }
}

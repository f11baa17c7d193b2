package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLinesTest {
    private final List<ServerOptions> started = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--prot=1",
                "--port",
                "--port=-1",
                "--port=65536",
                "--port=http",
                "--role=foreman",
                "--role=",
                "--concurrency=many",
                "--concurrency=0",
                "--concurrency=-3",
                "--data-dir=",
                "--simulate=perhaps",
                "runn file.json",
                "-x",
            })
    void aMistypedLineIsUsageAndStartsNothing(String line) {
        assertThat(run(Map.of(), line.split(" "))).isEqualTo(CommandLines.USAGE);
        assertThat(started).isEmpty();
        assertThat(err.toString()).contains("Usage: app.jar");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "-V", "--version"})
    void helpIsAnAnswer(String option) {
        assertThat(run(Map.of(), option)).isZero();
        assertThat(started).isEmpty();
        assertThat(out.toString()).isNotEmpty();
    }

    @Test
    void withoutArgumentsEveryRoleStarts() {
        ServerOptions options = options(Map.of());
        assertThat(options.roles()).containsExactly(Role.values());
        assertThat(options.host()).isEmpty();
        assertThat(options.simulate()).isEmpty();
        assertThat(options.insecure()).isFalse();
    }

    @Test
    void everyOptionIsRead() {
        ServerOptions options = options(
                Map.of(),
                "--role=api,Worker",
                "--host=0.0.0.0",
                "--port",
                "0",
                "--management-host=::",
                "--management-port=9001",
                "--data-dir=/data",
                "--concurrency=7",
                "--queues=a,b",
                "--simulate",
                "--simulate-delays=false",
                "--insecure");
        assertThat(options.roles()).containsExactly(Role.API, Role.WORKER);
        assertThat(options.host()).contains("0.0.0.0");
        assertThat(options.port()).contains(new Port(0));
        assertThat(options.managementHost()).contains("::");
        assertThat(options.managementPort()).contains(new Port(9001));
        assertThat(options.dataDirectory()).contains(Path.of("/data"));
        assertThat(options.concurrency()).contains(new Slots(7));
        assertThat(options.queues()).contains("a,b");
        assertThat(options.simulate()).contains(true);
        assertThat(options.simulateDelays()).contains(false);
        assertThat(options.insecure()).isTrue();
    }

    @Test
    void theEnvironmentSpeaksWhereTheLineIsSilent() {
        Map<String, String> variables = Map.of(
                "WORKFLOW_ROLE", "worker,reaper",
                "WORKFLOW_MANAGEMENT_PORT", "9100",
                "WORKFLOW_SIMULATE", "false",
                "WORKFLOW_INSECURE", "true",
                "WORKFLOW_HOST", "",
                "WORKFLOW_HELP", "true",
                "WORKFLOW_CONCURRENCY", "5");
        ServerOptions options = options(variables, "--concurrency=6");
        assertThat(options.roles()).containsExactly(Role.WORKER, Role.REAPER);
        assertThat(options.managementPort()).contains(new Port(9100));
        assertThat(options.simulate()).contains(false);
        assertThat(options.insecure()).isTrue();
        assertThat(options.host()).as("a blank variable says nothing").isEmpty();
        assertThat(options.concurrency()).as("the line wins").contains(new Slots(6));
    }

    @Test
    void aRefusedStartTellsWhyAndExitsAsUsage() {
        CommandLine line = CommandLines.create(
                options -> {
                    throw new StartRefused("Set it.");
                },
                new Environment(Map.of(), Map.of()));
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute()).isEqualTo(CommandLines.USAGE);
        assertThat(err.toString()).isEqualToIgnoringNewLines("Set it.");
    }

    private ServerOptions options(Map<String, String> variables, String... arguments) {
        assertThat(run(variables, arguments)).as(err.toString()).isZero();
        return started.get(0);
    }

    private int run(Map<String, String> variables, String... arguments) {
        CommandLine line = CommandLines.create(
                options -> {
                    started.add(options);
                    return 0;
                },
                new Environment(variables, Map.of()));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}

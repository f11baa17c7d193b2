package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.bootstrap.SettingsReference.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** docs/settings.md is made of application.properties and the command line; {@code -Ddocs.write} writes it anew. */
class SettingsPageTest {
    private static final Path PAGE = Path.of("docs/settings.md");

    @Test
    void thePageShowsTheSettings() throws IOException {
        if (System.getProperty("docs.write") != null) {
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).hasContent(page());
    }

    private static String page() {
        return """
                # Settings

                Made of [application.properties](../src/main/resources/application.properties) and of the command line, and
                compared with them in every build. After a change: `./mvnw test -Dtest=SettingsPageTest -Ddocs.write`.

                Every setting has a variable; names in the last column are those of the original engine and mean the same. A
                time is written `500ms`, `30s`, `5m`, `24h` or `PT30S`; where the original's name says seconds, a plain number.
                A misspelt `WORKFLOW_…` is warned about at the start, a value that nothing can run with is refused.

                ## Options of the server

                An option wins over its variable. `java -jar app.jar --help` says the same.

                %s
                ## Stores and logs

                %s
                %s"""
                .formatted(options(), surroundings(), groups());
    }

    private static String options() {
        StringBuilder table = new StringBuilder("| option | variable | |\n|---|---|---|\n");
        CommandLines.variables()
                .forEach((variable, option) -> table.append(
                        "| `%s` | `%s` | %s |\n".formatted(option.longestName(), variable, description(option))));
        return table.toString();
    }

    private static String description(OptionSpec option) {
        return String.join(" ", option.description()).replaceAll(" \\[WORKFLOW_[A-Z_]+]", "");
    }

    private static String surroundings() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(
                "DATABASE_URL",
                "`postgresql://user:password@host:5432/name`, also `postgres://` and `postgresql+asyncpg://`, with"
                        + " `sslmode`, `sslrootcert`, `application_name`. Embedded when not set.");
        rows.put("REDIS_URL", "`redis://:password@host:6379/0`, or `rediss://` for TLS. Embedded when not set.");
        rows.put("LOG_LEVEL", "`INFO` by default; `DEBUG` for more.");
        rows.put(
                "LOG_JSON",
                "`true` writes a JSON object a line instead of text; what a line is about stands under `mdc`:"
                        + " `execution_id`, `node_id`, `attempt`, `dispatch`, `handler`, `worker`, `trace_id`, `span_id`.");
        rows.put(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "Where traces go when `WORKFLOW_TRACING` is `true`; `http://localhost:4318` by default.");
        rows.put("OTEL_EXPORTER_OTLP_PROTOCOL", "`http/protobuf` by default, or `grpc`; as its endpoint speaks.");
        return rows.entrySet().stream()
                .map(row -> "| `%s` | %s |\n".formatted(row.getKey(), row.getValue()))
                .collect(Collectors.joining("", "| variable | |\n|---|---|\n", ""));
    }

    private static String groups() {
        Map<String, List<Entry>> groups = SettingsReference.read().stream()
                .collect(Collectors.groupingBy(Entry::group, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder();
        groups.forEach((group, entries) -> {
            page.append("## %s\n\n| key | variable | default | | original's name |\n|---|---|---|---|---|\n"
                    .formatted(group));
            entries.forEach(entry -> page.append("| `%s` | `%s` | %s | %s | %s |\n"
                    .formatted(
                            entry.key(),
                            entry.variable(),
                            code(entry.otherwise()),
                            entry.meaning(),
                            entry.aliases().stream().map(SettingsPageTest::code).collect(Collectors.joining(", ")))));
            page.append('\n');
        });
        return page.toString().stripTrailing() + "\n";
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}

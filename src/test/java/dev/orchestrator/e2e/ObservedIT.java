package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.defects.Defect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The logs in JSON and the metrics of a whole engine, after executions that ended well and badly. */
@Timeout(180)
class ObservedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** What Prometheus expects a name to end with; what is not here is a count of something that stands there. */
    private static final Pattern UNIT = Pattern.compile(
            ".*_(total|seconds|seconds_max|tasks|executions|executions_max|streams|letters|info|up)|workflow_breakers");

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("LOG_JSON", "true")
            .with("CIRCUIT_BREAKER_FAILURE_THRESHOLD", "1")
            .with("WORKFLOW_HTTP_ALLOWED_HOSTS", "127.0.0.1")
            .with("QUARKUS_LOG_CATEGORY__DEV_ORCHESTRATOR__LEVEL", "DEBUG");

    static Engine engine;
    static String good;
    static String bad;

    @BeforeAll
    static void start() {
        engine = ENGINES.make("engine", directory, "--data-dir=" + directory.resolve("data"), "--simulate-delays=false")
                .start();
        good = engine.api()
                .run(
                        """
                {"name": "good", "dag": {"nodes": [
                  {"id": "begin_node", "handler": "input", "config": {"password": "hunter2"}},
                  {"id": "flaky_node", "handler": "fail", "dependencies": ["begin_node"], "config": {"fail_times": 1},
                   "retry": {"max_attempts": 2, "backoff_seconds": 0.1, "jitter": 0}}]}}
                """);
        bad = engine.api()
                .run(
                        """
                {"name": "bad", "dag": {"nodes": [
                  {"id": "broken_node", "handler": "fail", "config": {"category": "PERMANENT", "message": "hunter2"}}]}}
                """);
        String unreachable = engine.api()
                .run(
                        """
                {"name": "unreachable", "dag": {"nodes": [
                  {"id": "cut_off_node", "handler": "call_external_service", "config": {"url": "http://127.0.0.1:1/"},
                   "retry": {"max_attempts": 1}}]}}
                """);
        engine.api().awaitEnd(unreachable, PATIENCE);
        engine.api().awaitEnd(good, PATIENCE);
        engine.api().awaitEnd(bad, PATIENCE);
    }

    @Test
    void everyLineOfTheLogIsJsonAndAnExecutionCanBeFollowedByItsId() {
        Await.until(
                "the end is logged", PATIENCE, () -> story(good).stream().anyMatch(line -> line.startsWith("Ended")));
        assertThat(story(good))
                .containsSubsequence(
                        "Submitted",
                        "Triggered",
                        "Dispatched begin_node#1",
                        "The task starts begin_node#1",
                        "The task succeeded begin_node#1",
                        "Completed begin_node#1",
                        "Dispatched flaky_node#1",
                        "The task failed with FAILED_AS_TOLD flaky_node#1",
                        "Dispatched flaky_node#2",
                        "Ended COMPLETED");
        List<JsonNode> warnings = log().stream()
                .filter(line -> line.path("level").asText().equals("WARN")
                        && line.at("/mdc/execution_id").asText().equals(bad))
                .toList();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).path("message").asText())
                .isEqualTo("Failed for good, a dead letter: FAILED_AS_TOLD (PERMANENT)");
        assertThat(warnings.get(0).at("/mdc/node_id").asText()).isEqualTo("broken_node");
        assertThat(text()).doesNotContain("hunter2");
    }

    private static List<String> story(String execution) {
        return log().stream()
                .filter(line -> line.at("/mdc/execution_id").asText().equals(execution))
                .map(ObservedIT::told)
                .toList();
    }

    private static String told(JsonNode line) {
        String node = line.at("/mdc/node_id").asText();
        return line.path("message").asText()
                + (node.isEmpty()
                        ? ""
                        : " " + node + "#" + line.at("/mdc/dispatch").asText());
    }

    /** Every line from the first of the framework on; before it, the start speaks to people. */
    private static List<JsonNode> log() {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text().split("\n")) {
            if (line.startsWith("{") || !lines.isEmpty()) {
                try {
                    lines.add(Api.JSON.readTree(line));
                } catch (JsonProcessingException e) {
                    throw new AssertionError("not JSON: " + line, e);
                }
            }
        }
        return lines;
    }

    private static String text() {
        try {
            String all = Files.readString(directory.resolve("engine.log"));
            return all.substring(0, all.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Defect("Ids as labels of metrics")
    void metricsFollowTheConventionAndHoldNoIds() {
        awaitLooks();
        String metrics = scrape();
        for (String line : metrics.lines().filter(line -> !line.startsWith("#")).toList()) {
            Matcher label = LABEL.matcher(line);
            while (label.find()) {
                assertThat(label.group(2)).as(line).doesNotContainPattern(UUID).doesNotContain("_node");
            }
            assertThat(line).doesNotContain(good).doesNotContain(bad);
        }
        families(metrics).forEach((name, family) -> {
            assertThat(family.help()).as(name).isNotEmpty().isNotEqualTo(" ");
            assertThat(family.type()).as(name).isIn("counter", "gauge", "histogram", "summary");
            assertThat(name).matches(UNIT);
        });
        assertThat(metrics)
                .contains("workflow_executions_ended_total{status=\"completed\"} 1.0")
                .contains("workflow_executions_ended_total{status=\"failed\"} 2.0")
                .contains("workflow_executions_ended_total{status=\"cancelled\"} 0.0")
                .contains("workflow_dead_letters_total{category=\"permanent\"} 1.0")
                .contains("workflow_nodes_retried_total{category=\"retryable\"} 1.0")
                .contains("workflow_attempts_lost_total 0.0")
                .contains("workflow_breakers{state=\"open\"} 1.0")
                .contains("workflow_breaker_state_info{breaker=\"call_external_service/127.0.0.1:1\","
                        + "reason=\"CONNECTION_FAILED\",state=\"open\"} 1.0")
                .contains("workflow_breaker_transitions_total{handler=\"call_external_service\",to=\"open\"} 1.0")
                .contains("workflow_tasks_ended_total{handler=\"fail\",outcome=\"failed\"} 2.0")
                .contains("workflow_store_up{store=\"postgres\"} 1.0")
                .contains("workflow_store_up{store=\"redis\"} 1.0")
                .contains("workflow_build_info{")
                .contains("workflow_task_run_seconds_bucket{handler=\"fail\"");
    }

    @Test
    void thePageOfMetricsListsExactlyThem() throws IOException {
        awaitLooks();
        TreeMap<String, Family> families = families(scrape());
        List<String> real = families.entrySet().stream()
                .map(it -> row(it.getKey(), it.getValue()))
                .toList();
        List<String> written = Files.readAllLines(Path.of("docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `workflow_"))
                .toList();
        assertThat(written).as("docs/metrics.md").isEqualTo(real);
    }

    /** Queues and breakers are looked at every few seconds. */
    private static void awaitLooks() {
        Await.until("the queues are measured and the breaker is seen", PATIENCE, () -> Stream.of(
                        "workflow_queue_depth_tasks", "workflow_breaker_next_probe_seconds")
                .allMatch(scrape()::contains));
    }

    private static String row(String name, Family family) {
        String labels = family.labels().isEmpty()
                ? ""
                : family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + name + "` | " + family.type() + " | " + labels + " | " + family.help() + " |";
    }

    private record Family(String type, String help, Set<String> labels) {}

    /** Ours, by name; the largest value of a histogram is a family of its own that says nothing more. */
    private static TreeMap<String, Family> families(String metrics) {
        TreeMap<String, Family> families = new TreeMap<>();
        String name = "";
        String help = "";
        for (String line : metrics.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words.length > 3 ? words[3] : "";
            } else if (line.startsWith("# TYPE ")) {
                name = words[2];
                if (isOurs(name)) {
                    families.put(name, new Family(words[3], help, new TreeSet<>()));
                }
            } else if (isOurs(name)) {
                Matcher label = LABEL.matcher(line);
                while (label.find()) {
                    if (!label.group(1).equals("le")) {
                        families.get(name).labels().add(label.group(1));
                    }
                }
            }
        }
        return families;
    }

    private static boolean isOurs(String name) {
        return name.startsWith("workflow_") && !name.endsWith("_max");
    }

    private static String scrape() {
        return engine.api().text("/metrics").replace(",}", "}");
    }
}

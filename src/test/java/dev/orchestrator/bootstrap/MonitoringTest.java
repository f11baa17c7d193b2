package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for metrics that there are, by labels that these have. */
class MonitoringTest {
    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/workflow.json");
    private static final Path ALERTS = Path.of("docker/prometheus/alerts.yml");
    private static final Pattern METRIC = Pattern.compile("\\bworkflow_[a-z_]+");
    private static final Pattern SELECTOR = Pattern.compile("\\b(workflow_[a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!=|!~|=)");
    /** What a histogram and a summary are made of. */
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");

    @Test
    void everyMetricOfTheDashboardAndTheAlertsExists() throws IOException {
        Set<String> documented = documented().stream().map(Documented::name).collect(Collectors.toSet());
        assertThat(asked(expressions())).isSubsetOf(documented).hasSizeGreaterThan(20);
        assertThat(asked(List.of(Files.readString(ALERTS))))
                .isSubsetOf(documented)
                .hasSizeGreaterThan(5);
    }

    @Test
    void theyAreChosenByLabelsThatTheyHave() throws IOException {
        List<String> all = new ArrayList<>(expressions());
        all.add(Files.readString(ALERTS));
        for (Documented metric : documented()) {
            for (String text : all) {
                SELECTOR.matcher(text)
                        .results()
                        .filter(found ->
                                PART.matcher(found.group(1)).replaceFirst("").equals(metric.name()))
                        .forEach(found -> assertThat(labels(found.group(2)))
                                .as("%s in %s", metric.name(), found.group())
                                .isSubsetOf(metric.labels()));
            }
        }
    }

    @Test
    void everyMetricThatTellsOfTroubleIsShown() throws IOException {
        assertThat(asked(expressions()))
                .contains(
                        "workflow_attempts_lost_total",
                        "workflow_reports_late_total",
                        "workflow_dead_letters_total",
                        "workflow_open_dead_letters",
                        "workflow_quarantined_total",
                        "workflow_executions_redriven_total",
                        "workflow_rate_limit_requests_total",
                        "workflow_queue_oldest_age_seconds",
                        "workflow_store_up");
    }

    @Test
    void panelsHaveNumbersOfTheirOwnAndDoNotOverlap() throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        boolean[][] taken = new boolean[1_000][24];
        for (JsonNode panel : panels()) {
            assertThat(numbers.add(panel.path("id").intValue())).isTrue();
            assertThat(panel.path("title").asText()).isNotBlank();
            JsonNode place = panel.path("gridPos");
            for (int y = place.path("y").intValue();
                    y < place.path("y").intValue() + place.path("h").intValue();
                    y++) {
                for (int x = place.path("x").intValue();
                        x < place.path("x").intValue() + place.path("w").intValue();
                        x++) {
                    assertThat(taken[y][x]).as(panel.path("title").asText()).isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        String[] alerts = Files.readString(ALERTS).split("- alert: ");
        assertThat(alerts).hasSizeGreaterThan(10);
        for (int i = 1; i < alerts.length; i++) {
            assertThat(alerts[i]).contains("severity: ", "summary: ", "action: ");
        }
    }

    @Test
    void whatPrometheusAndGrafanaMountIsThere() throws IOException {
        String compose = Files.readString(Path.of("docker-compose.yml"));
        Pattern mounted = Pattern.compile("\"\\./(docker/[a-z/]+):");
        List<Path> mounts = mounted.matcher(compose)
                .results()
                .map(found -> Path.of(found.group(1)))
                .toList();
        assertThat(mounts).hasSize(3).allMatch(Files::isDirectory);
        assertThat(compose).contains("profiles: [monitoring]");
    }

    private record Documented(String name, Set<String> labels) {}

    private static List<Documented> documented() throws IOException {
        return Files.readAllLines(Path.of("docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `workflow_"))
                .map(line -> line.split(" *\\| *"))
                .map(cells -> new Documented(
                        cells[1].replace("`", ""),
                        Pattern.compile("`([a-z_]+)`")
                                .matcher(cells[3])
                                .results()
                                .map((MatchResult found) -> found.group(1))
                                .collect(Collectors.toSet())))
                .toList();
    }

    private static Set<String> asked(List<String> texts) {
        return texts.stream()
                .flatMap(text -> METRIC.matcher(text).results())
                .map(found -> PART.matcher(found.group()).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that every series of a scrape has are added by Prometheus. */
    private static Set<String> labels(String selector) {
        return LABEL.matcher(selector)
                .results()
                .map(found -> found.group(1))
                .filter(label -> !Set.of("job", "instance", "role", "le").contains(label))
                .collect(Collectors.toSet());
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        return expressions;
    }

    private static JsonNode panels() throws IOException {
        JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");
        assertThat(panels).hasSizeGreaterThan(20);
        return panels;
    }
}

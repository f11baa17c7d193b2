package dev.orchestrator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Limits;
import dev.orchestrator.domain.definition.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written about definitions, and the definitions that are shipped, are read as the engine would. */
class SamplesTest {
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");
    private static final Json JSON = new Json(64);
    private static final DefinitionReader READER = new DefinitionReader(
            new Limits(10_000, 100_000, 64, 64 * 1024),
            new Defaults(
                    new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, RetryPolicy.DEFAULT_ON),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(900),
                    Duration.ofDays(1)));

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsReadWithoutAWarning(Sample sample) {
        Reading reading = READER.read(JSON.parse(sample.definition()));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleSaysWhatBecomesOfEachNode(Sample sample) {
        var states = new TreeSet<String>();
        sample.expected().get("node_statuses").fieldNames().forEachRemaining(states::add);
        if (!states.contains("*")) {
            assertThat(states).containsExactlyInAnyOrderElementsOf(sample.nodes());
        }
        assertThat(sample.expected().path("about").asText()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsNamedLikeItsFile(Sample sample) {
        assertThat(sample.definition()).contains("\"name\": \"" + sample.name() + "\"");
    }

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void definitionsInDocumentsAreValid(Path document) throws IOException {
        for (String json : blocks(document)) {
            Object value = JSON.parse(json);
            if (json.contains("\"dag\"")) {
                assertThat(READER.read(value).problems())
                        .as("%s in %s", json, document)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksInDocumentsLeadSomewhere(Path document) throws IOException {
        Path directory = Path.of("").toAbsolutePath().resolve(document).getParent();
        LINK.matcher(Files.readString(document))
                .results()
                .map(link -> directory.resolve(link.group(1)))
                .forEach(target ->
                        assertThat(target).as("a link of %s", document).exists());
    }

    @Test
    void theReadmeShowsADefinition() throws IOException {
        assertThat(blocks(Path.of("README.md"))).anyMatch(json -> json.contains("\"dag\""));
    }

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> blocks(Path document) throws IOException {
        return JSON_BLOCK
                .matcher(Files.readString(document))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}

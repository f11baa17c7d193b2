package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.e2e.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what handlers wrote down. */
final class LedgerFile {
    private LedgerFile() {}

    static List<Evidence.Line> read(Path file) {
        List<Evidence.Line> lines = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(line(Api.JSON.readTree(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static Evidence.Line line(JsonNode line) {
        return new Evidence.Line(
                Evidence.What.valueOf(line.path("what").asText()),
                ExecutionId.of(line.path("execution").asText()),
                new NodeId(line.path("node").asText()),
                line.path("attempt").asInt(),
                line.path("dispatch").asInt(),
                line.path("worker").asText(),
                Instant.parse(line.path("at").asText()),
                null,
                document(line.path("input")),
                document(line.path("output")));
    }

    private static @Nullable Document document(JsonNode value) {
        return value.isObject() ? JsonDocument.of(value.toString()) : null;
    }
}

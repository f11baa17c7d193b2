package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orchestrator.checker.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The folder where a run leaves what is known of it, as lines of JSON and as logs. */
record EvidenceFolder(Path path, Map<Path, Long> logsBefore) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    /** Makes it. What stands in the logs already is not of this run. */
    static EvidenceFolder in(Path out, String scenario, List<Path> logs) {
        try {
            Path made = Files.createDirectories(out.resolve(LocalDateTime.now().format(TIME) + "-" + scenario));
            Map<Path, Long> sizes = new HashMap<>();
            for (Path log : logs) {
                sizes.put(log, Files.size(log));
            }
            return new EvidenceFolder(made, sizes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path ledger() {
        return path.resolve("ledger.jsonl");
    }

    void lines(String name, Collection<?> lines) {
        write(name, lines.stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")));
    }

    void json(String name, Collection<?> records) {
        lines(name, records.stream().map(EvidenceFolder::text).toList());
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(path.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void clients(Evidence.Clients clients) {
        json("requests.jsonl", clients.requests());
        json("cancels.jsonl", clients.cancels());
        json("retries.jsonl", clients.retries());
        json("sightings.jsonl", clients.sightings());
        json("notices.jsonl", clients.notices());
    }

    /** Copies what was logged since the beginning. */
    void logs(List<Path> logs) {
        for (Path log : logs) {
            try (InputStream in = Files.newInputStream(log)) {
                in.skipNBytes(logsBefore.getOrDefault(log, 0L));
                Files.copy(in, path.resolve(log.getFileName().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

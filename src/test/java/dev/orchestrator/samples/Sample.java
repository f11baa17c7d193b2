package dev.orchestrator.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A definition in payloads/, with what must come of it. */
public record Sample(String name, String definition, JsonNode expected) {
    private static final Path DIRECTORY = Path.of("payloads");
    private static final ObjectMapper JSON = new ObjectMapper();

    public static List<Sample> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .map(name -> Sample.named(name.substring(0, name.length() - ".json".length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Sample named(String name) {
        try {
            return new Sample(
                    name,
                    Files.readString(DIRECTORY.resolve(name + ".json")),
                    JSON.readTree(Files.readString(DIRECTORY.resolve("expected").resolve(name + ".json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of its nodes, in the order of the definition. */
    public List<String> nodes() {
        try {
            List<String> ids = new ArrayList<>();
            JSON.readTree(definition)
                    .at("/dag/nodes")
                    .forEach(node -> ids.add(node.get("id").asText()));
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

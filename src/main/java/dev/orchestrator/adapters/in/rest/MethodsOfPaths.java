package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which methods a path takes, as the API's own description has it. Read once, when first a method is refused. */
final class MethodsOfPaths {
    private static final String DESCRIPTION = "/META-INF/quarkus-generated-openapi-doc.JSON";
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");

    /** A path of the API with its methods. */
    private record Entry(String template, Pattern path, Set<String> methods) {}

    private static final class Lazy {
        static final List<Entry> ENTRIES = read();
    }

    private MethodsOfPaths() {}

    static Set<String> at(String path) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        Lazy.ENTRIES.stream()
                .filter(entry -> entry.path().matcher(path).matches())
                .map(Entry::methods)
                .forEach(methods::addAll);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    /** Tells whether this is a path of the API with its placeholders, not one that a client asked for. */
    static boolean isTemplate(String path) {
        return Lazy.ENTRIES.stream().anyMatch(entry -> entry.template().equals(path));
    }

    private static List<Entry> read() {
        return members(members(description()).get("paths")).entrySet().stream()
                .map(path -> new Entry(
                        path.getKey(),
                        pattern(path.getKey()),
                        methods(members(path.getValue()).keySet())))
                .toList();
    }

    private static @Nullable Object description() {
        try (InputStream text = MethodsOfPaths.class.getResourceAsStream(DESCRIPTION)) {
            return text == null ? Map.of() : Json.STORED.parse(text.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    private static Set<String> methods(Collection<String> names) {
        Set<String> methods = new TreeSet<>();
        names.forEach(name -> methods.add(name.toUpperCase(Locale.ROOT)));
        methods.retainAll(METHODS);
        return methods;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(@Nullable Object object) {
        return object instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}

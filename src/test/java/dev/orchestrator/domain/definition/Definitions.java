package dev.orchestrator.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Definitions for tests, and a reader with the limits and defaults of the product. */
public final class Definitions {
    public static final Limits LIMITS = new Limits(10_000, 100_000, 64, 64 * 1024);
    public static final Defaults DEFAULTS = new Defaults(
            new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, RetryPolicy.DEFAULT_ON),
            Duration.ofSeconds(60),
            Duration.ofSeconds(900),
            Duration.ofHours(24));

    private Definitions() {}

    public static DefinitionReader reader() {
        return new DefinitionReader(LIMITS, DEFAULTS, true);
    }

    /** The workflow of a definition without problems. */
    public static Workflow workflow(Object definition) {
        DefinitionReader.Reading reading = reader().read(definition);
        assertThat(reading.problems()).isEmpty();
        return reading.workflow();
    }

    @SafeVarargs
    public static Map<String, Object> definition(Map<String, Object>... nodes) {
        return object("name", "test", "dag", object("nodes", List.of(nodes)));
    }

    /** A node of the handler {@code echo}. */
    public static Map<String, Object> node(String id, String... dependencies) {
        return object("id", id, "handler", "echo", "dependencies", List.of(dependencies));
    }

    /** A copy of an object with another field. */
    public static Map<String, Object> with(Map<String, Object> object, String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        copy.put(name, value);
        return copy;
    }

    /** An object of names and values in turn. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}

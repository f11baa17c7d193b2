package dev.orchestrator.simulation;

import dev.orchestrator.application.Definitions;
import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Limits;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.ports.out.Submission;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for JSON: what is stored of a definition is a key into this map. */
final class Catalogue {
    private static final Defaults DEFAULTS = new Defaults(
            new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, RetryPolicy.DEFAULT_ON),
            Duration.ofSeconds(60),
            Duration.ofSeconds(900),
            Duration.ofHours(24));

    private final DefinitionReader reader = new DefinitionReader(Limits.NONE, DEFAULTS, true);
    /** The names of workflows that no process started from now on can read. */
    final Set<String> unreadable = new HashSet<>();

    private final Map<Object, String> keys = new HashMap<>();
    private final Map<String, Object> trees = new HashMap<>();

    Definitions definitions() {
        return new Definitions(reader, DEFAULTS, (definition, defaults) -> keyOf(definition));
    }

    Workflow workflow(Submission submission) {
        if (unreadable.contains(submission.name())) {
            throw new IllegalStateException(submission.name() + " cannot be read");
        }
        return read(trees.get(submission.definition()));
    }

    Workflow read(@Nullable Object definition) {
        return Objects.requireNonNull(reader.read(definition).workflow());
    }

    Document sent(String key) {
        return new Value(trees.get(key));
    }

    private String keyOf(Object definition) {
        String key = keys.computeIfAbsent(definition, any -> "definition " + keys.size());
        trees.put(key, definition);
        return key;
    }
}

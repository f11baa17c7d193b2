package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads config values that may be of the JSON type meant, or text that a template made of it. */
record Config(Map<String, @Nullable Object> values) {
    static Config of(TaskContext task) {
        return new Config(task.config());
    }

    /** The value as text; empty when it is missing or null. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(Object::toString);
    }

    /** The value as a number; empty when it is missing or none. */
    Optional<BigDecimal> number(String key) {
        return Numbers.read(values.get(key));
    }

    boolean flag(String key, boolean otherwise) {
        return text(key).map(text -> text.strip().equalsIgnoreCase("true")).orElse(otherwise);
    }

    boolean has(String key) {
        return values.get(key) != null;
    }
}

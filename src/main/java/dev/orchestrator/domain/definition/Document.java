package dev.orchestrator.domain.definition;

import org.jspecify.annotations.Nullable;

/**
 * A JSON document kept as the text it came in, looked into only when a rule needs to.
 *
 * <p>Most outputs are only forwarded; whoever implements this parses on the first call of {@link #tree} at the earliest.
 */
public interface Document {
    String text();

    /** The value as JDK types: {@code Map<String, Object>}, {@code List}, {@code String}, {@code Number}, {@code Boolean} or null. */
    @Nullable
    Object tree();
}

package dev.orchestrator.application.worker;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to JDK types and back.
 *
 * @param read throws for text that is not JSON, or that no store could hold
 * @param write throws for values that have no form in JSON
 */
public record Codec(Function<String, @Nullable Object> read, Function<@Nullable Object, String> write) {}

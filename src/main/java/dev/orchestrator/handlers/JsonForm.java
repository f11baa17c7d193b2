package dev.orchestrator.handlers;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to JDK types and back.
 *
 * @param read throws for what is not JSON, or nested deeper than it should be
 */
public record JsonForm(Function<String, @Nullable Object> read, Function<@Nullable Object, String> write) {
    /** The value that the text is, or the text itself when it is no JSON. */
    @Nullable
    Object valueOrText(String text) {
        try {
            return read.apply(text);
        } catch (RuntimeException notJson) {
            return text;
        }
    }
}

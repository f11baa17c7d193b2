package dev.orchestrator.simulation;

import dev.orchestrator.domain.definition.Document;
import org.jspecify.annotations.Nullable;

/** A document of JDK types; its text is good enough to be measured and searched for characters. */
public record Value(@Nullable Object tree) implements Document {
    @Override
    public String text() {
        return String.valueOf(tree);
    }
}

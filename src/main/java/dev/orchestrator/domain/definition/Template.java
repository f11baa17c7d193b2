package dev.orchestrator.domain.definition;

import java.util.Set;

/** The config of a node, compiled once: JSON in which strings may refer to data of the execution. */
public final class Template {
    /** Every reference of the template, in no particular order. */
    public Set<Reference> references() {
        throw new UnsupportedOperationException("to be written");
    }

    /** Renders to JSON text, or says which reference has nothing behind it. Values are never parsed again. */
    public Rendering render(Scope scope, int maxChars) {
        throw new UnsupportedOperationException("to be written");
    }

    /** The outcome of rendering. */
    public sealed interface Rendering {
        /** The config as JSON text. */
        record Rendered(String json) implements Rendering {}

        /**
         * @param reference the reference as the user wrote it
         * @param pointer where it stands in the config, as a JSON pointer
         */
        record Unresolved(String reference, String pointer) implements Rendering {}

        /** The text would be longer than allowed. */
        record TooLarge() implements Rendering {}
    }
}

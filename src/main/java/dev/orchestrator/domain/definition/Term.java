package dev.orchestrator.domain.definition;

import org.jspecify.annotations.Nullable;

/** What may stand between the braces of a template, and the text around them. */
sealed interface Term {
    /** A value known when the definition is read. */
    record Constant(@Nullable Object value) implements Term {}

    /** @param source the reference as the user wrote it, without braces and default */
    record Lookup(Reference reference, String source) implements Term {}
}

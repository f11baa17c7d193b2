package dev.orchestrator.domain.definition;

import java.util.Set;

/** A node's condition, parsed before any value is bound, so that data cannot change the expression. */
public final class Condition {
    public Set<Reference> references() {
        throw new UnsupportedOperationException("to be written");
    }

    /** Tells whether the condition is true of this data; a missing value is null. Never throws for any data. */
    public boolean holds(Scope scope) {
        throw new UnsupportedOperationException("to be written");
    }
}

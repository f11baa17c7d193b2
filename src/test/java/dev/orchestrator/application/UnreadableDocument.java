package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;

/** A document that can be stored and not be looked into. */
record UnreadableDocument() implements Document {
    @Override
    public String text() {
        return "{";
    }

    @Override
    public Object tree() {
        throw new IllegalStateException("no JSON");
    }
}

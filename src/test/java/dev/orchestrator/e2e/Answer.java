package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API answered. */
record Answer(int code, JsonNode body) {
    /** The body, if the code is the one expected. */
    JsonNode expect(int expected) {
        if (code != expected) {
            throw new AssertionError("answered " + code + " instead of " + expected + ": " + body);
        }
        return body;
    }

    /** What stands at a JSON pointer, as text. */
    String text(String pointer) {
        return body.at(pointer).asText();
    }
}

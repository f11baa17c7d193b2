package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API answered. */
public record Answer(int code, JsonNode body) {
    /** The body, if the code is the one expected. */
    public JsonNode expect(int expected) {
        if (code != expected) {
            throw new AssertionError("answered " + code + " instead of " + expected + ": " + body);
        }
        return body;
    }

    /** What stands at a JSON pointer, as text. */
    public String text(String pointer) {
        return body.at(pointer).asText();
    }
}

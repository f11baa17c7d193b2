package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.UUID;
import java.util.function.Function;

/** Reads ids strictly: {@link UUID#fromString} also takes shortened groups. */
final class Ids {
    private static final int LENGTH = 36;

    private Ids() {}

    /** The execution of a path; what is no id names no execution. */
    static ExecutionId inPath(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.noExecution(shown(text)).asException();
        }
    }

    /** The id of a path; what is no id is the id of nothing, which is said as it is of an id that nothing has. */
    static UUID inPath(String text, Function<String, Refusal> nothing) {
        try {
            return uuid(text);
        } catch (IllegalArgumentException noId) {
            throw nothing.apply(shown(text)).asException();
        }
    }

    static ExecutionId parse(String text) {
        return new ExecutionId(uuid(text));
    }

    static UUID uuid(String text) {
        UUID id = text.length() == LENGTH ? UUID.fromString(text) : null;
        if (id == null || !id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not an id");
        }
        return id;
    }

    /** What is no id, as it may be repeated in an answer. */
    static String shown(String text) {
        return StorableText.shortened(text, LENGTH);
    }
}

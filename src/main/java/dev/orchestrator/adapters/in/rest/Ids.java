package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.UUID;

/** Reads ids strictly: {@link UUID#fromString} also takes shortened groups. */
final class Ids {
    private static final int LENGTH = 36;

    private Ids() {}

    /** The execution of a path; what is no id names no execution. */
    static ExecutionId inPath(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
            throw Refusals.noExecution(StorableText.of(shown)).asException();
        }
    }

    static ExecutionId parse(String text) {
        ExecutionId id = text.length() == LENGTH ? ExecutionId.of(text) : null;
        if (id == null || !id.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not an execution id");
        }
        return id;
    }
}

package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import java.nio.charset.StandardCharsets;

/** An output that a decision accepted, to be stored beside the journal under (node, dispatch). */
public record NodeOutput(NodeId node, int dispatch, Document document) {
    /** Bytes of UTF-8. */
    public static final int LARGE = 64 * 1024;

    private static final int MOST_BYTES_OF_A_CHAR = 3;

    /** Whether it is to be kept apart from what is small, and out of its way. */
    public boolean isLarge() {
        String text = document.text();
        return text.length() > LARGE
                || text.length() > LARGE / MOST_BYTES_OF_A_CHAR && text.getBytes(StandardCharsets.UTF_8).length > LARGE;
    }
}

package dev.orchestrator.handlers;

import java.util.Map;
import java.util.Optional;

/** What became of a request. */
public sealed interface HttpReply {
    /**
     * The service answered, with whatever status.
     *
     * @param url where the answer came from, after redirects
     * @param headers by their names in lower case
     * @param body the text of the answer; what is no text is not kept as it came
     */
    record Answered(int status, WebUrl url, Map<String, String> headers, String body) implements HttpReply {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /**
     * There is no answer.
     *
     * @param retryable whether another attempt may go better
     * @param code a stable word, such as {@code CONNECTION_FAILED}
     */
    record Unanswered(boolean retryable, String code, String message) implements HttpReply {}
}

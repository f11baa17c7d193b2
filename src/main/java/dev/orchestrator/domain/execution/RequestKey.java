package dev.orchestrator.domain.execution;

/**
 * Names a request, so that its repetition is recognised and has no second effect.
 *
 * @param client whose key it is; two clients' keys never meet
 * @param key what the client calls the request
 * @param request tells whether another request of this key asks for the same
 */
public record RequestKey(String client, String key, String request) {
    boolean isOfSameName(RequestKey other) {
        return client.equals(other.client) && key.equals(other.key);
    }
}

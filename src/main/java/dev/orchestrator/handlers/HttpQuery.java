package dev.orchestrator.handlers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to be sent.
 *
 * @param headers that can be sent as they are, see {@link RequestHeaders}
 * @param timeout for everything, from the look-up of the name to the last byte of the answer
 * @param reach what the guard makes of the address
 * @param followsRedirects whether the answer of another address, to which this one refers, is wanted
 */
public record HttpQuery(
        String method,
        WebUrl url,
        Map<String, List<String>> headers,
        Optional<String> body,
        Duration timeout,
        Reach reach,
        boolean followsRedirects) {
    /** Who named the address. */
    public enum Reach {
        /** A workflow: addresses inside are refused unless the operator allows them. */
        GUARDED,
        /** The operator: it may be anywhere. */
        TRUSTED
    }
}

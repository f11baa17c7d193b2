package dev.orchestrator.adapters.in.rest;

import java.time.Duration;

/**
 * What the API allows.
 *
 * @param bodyBytes the longest body
 * @param jsonDepth how deep its JSON may be
 * @param offLoopBytes longer bodies are parsed and validated by a worker thread, not on the event loop
 * @param longestWait what {@code ?wait=} may ask for at most
 */
public record RestSettings(int bodyBytes, int jsonDepth, int offLoopBytes, Duration longestWait) {
    public static final RestSettings DEFAULT = new RestSettings(4 * 1024 * 1024, 64, 64 * 1024, Duration.ofSeconds(60));
}

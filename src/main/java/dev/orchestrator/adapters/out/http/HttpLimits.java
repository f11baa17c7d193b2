package dev.orchestrator.adapters.out.http;

import java.time.Duration;

/**
 * Bounds of HTTP calls.
 *
 * @param response the most bytes of an answer
 * @param connect how long a connection may take to come about
 * @param connections to one address at a time; further calls wait for one within their own time
 */
public record HttpLimits(int response, Duration connect, int connections) {
    public static final HttpLimits DEFAULT = new HttpLimits(1024 * 1024, Duration.ofSeconds(10), 64);
    static final int REDIRECTS = 5;
    static final int WAITING = 10_000;
}

package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.limit.Judgement;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells a client how it stands: by the names that most clients read, and by those of draft-ietf-httpapi-ratelimit-headers.
 * {@code X-RateLimit-Reset} is the second since 1970 when the whole burst is there again, rounded up.
 */
final class LimitHeaders {
    static final String LIMIT = "X-RateLimit-Limit";
    static final String REMAINING = "X-RateLimit-Remaining";
    static final String RESET = "X-RateLimit-Reset";
    static final String POLICY = "RateLimit-Policy";
    static final String STATE = "RateLimit";
    private static final String NAME = "\"submissions\"";
    private static final int WINDOW_SECONDS = 60;
    private static final long NANOS = 1_000_000_000;

    private LimitHeaders() {}

    static void put(Judgement judgement, Instant now, MultiMap headers) {
        int limit = judgement.rate().perMinute();
        int remaining = Math.min(limit, judgement.remaining());
        headers.set(LIMIT, Integer.toString(limit));
        headers.set(REMAINING, Integer.toString(remaining));
        headers.set(RESET, Long.toString(secondsUp(now.plus(judgement.untilFull()))));
        headers.set(POLICY, NAME + ";q=" + limit + ";w=" + WINDOW_SECONDS);
        headers.set(STATE, NAME + ";r=" + remaining + ";t=" + secondsUp(judgement.untilFull()));
    }

    static long secondsUp(Duration time) {
        return time.getSeconds() + (time.getNano() > 0 ? 1 : 0);
    }

    private static long secondsUp(Instant time) {
        return time.getEpochSecond() + (time.getNano() + NANOS - 1) / NANOS;
    }
}

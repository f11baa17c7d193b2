package dev.orchestrator.handlers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date as HTTP writes it. */
final class RetryAfter {
    private RetryAfter() {}

    /** The wait that it asks for; null when it says nothing that can be read, or a time that has passed. */
    static @Nullable Duration read(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return at.isAfter(now) ? Duration.between(now, at) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}

package dev.orchestrator.domain.limit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What became of a request, and how the client stands after it.
 *
 * @param untilFullMicros how long it takes until the client has its whole burst again, if it asks for nothing
 */
public record Judgement(RequestRate rate, boolean admitted, long untilFullMicros) {
    /** How many more would be admitted at once. */
    public int remaining() {
        return (int) ((rate.depthMicros() - untilFullMicros) / rate.intervalMicros());
    }

    /** How long it takes until one more would be admitted; zero if one would be now. */
    public Duration untilNext() {
        return micros(Math.max(0, untilFullMicros + rate.intervalMicros() - rate.depthMicros()));
    }

    public Duration untilFull() {
        return micros(untilFullMicros);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}

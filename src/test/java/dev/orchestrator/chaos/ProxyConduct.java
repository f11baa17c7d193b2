package dev.orchestrator.chaos;

import java.time.Duration;

/**
 * How a {@link Proxy} treats traffic.
 *
 * @param latency added to each piece, in each direction
 * @param jitter at most so much more, by chance; order is kept
 * @param bytesPerSecond for each direction of each connection; 0 for no limit
 */
record ProxyConduct(Mode mode, Duration latency, Duration jitter, long bytesPerSecond) {
    static final ProxyConduct FAITHFUL = new ProxyConduct(Mode.OPEN, Duration.ZERO, Duration.ZERO, 0);

    enum Mode {
        OPEN,
        /** Nothing passes and nothing is lost. */
        FROZEN,
        /** What is sent is lost, and nobody is told. */
        SWALLOWING,
        REFUSING,
        RESETTING
    }

    static ProxyConduct of(Mode mode) {
        return new ProxyConduct(mode, Duration.ZERO, Duration.ZERO, 0);
    }

    boolean is(Mode other) {
        return mode == other;
    }
}

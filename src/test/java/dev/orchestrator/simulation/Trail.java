package dev.orchestrator.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** The history of a run: its last lines, and a hash of all. */
final class Trail {
    private static final int KEPT = 1_500;
    private static final long PRIME = 0x100000001b3L;

    private final Deque<String> lines = new ArrayDeque<>();
    private final InstantSource clock;
    private final Instant start;
    private long hash = 0xcbf29ce484222325L;
    private long told;

    Trail(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void note(String who, String what) {
        Duration since = Duration.between(start, clock.instant());
        String line = since.toSeconds() + "."
                + String.valueOf(1_000_000 + since.toNanosPart() / 1_000).substring(1) + " " + who + ": " + what;
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * PRIME;
        }
        told++;
        lines.addLast(line);
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    /** Tells two histories apart, by all their lines. */
    long hash() {
        return hash;
    }

    @Override
    public String toString() {
        long left = told - lines.size();
        return (left > 0 ? "(" + left + " lines before)\n" : "") + String.join("\n", lines);
    }
}

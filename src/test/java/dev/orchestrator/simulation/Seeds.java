package dev.orchestrator.simulation;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs a check for many seeds; a failure names its seed, and {@code -Dseed=} repeats that one alone. */
public final class Seeds {
    private Seeds() {}

    /** Checks the seeds from 1 to the count, or to {@code -Dseeds=}. */
    public static void check(int count, LongConsumer check) {
        Long only = Long.getLong("seed");
        long most = Long.getLong("seeds", count);
        (only == null ? LongStream.rangeClosed(1, most) : LongStream.of(only)).forEach(seed -> check(seed, check));
    }

    private static void check(long seed, LongConsumer check) {
        try {
            check.accept(seed);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed " + seed + " (repeat with -Dseed=" + seed + "): " + failure, failure);
        }
    }
}

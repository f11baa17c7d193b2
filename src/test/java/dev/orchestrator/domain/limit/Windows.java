package dev.orchestrator.domain.limit;

import java.util.List;

/** Counts what falls into the same 60 seconds. */
public final class Windows {
    private static final long MINUTE = 60_000_000;

    private Windows() {}

    /** The most of these moments, given in order and in microseconds, that any 60 seconds hold, both ends included. */
    public static int fullest(List<Long> moments) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < moments.size(); last++) {
            while (moments.get(last) - moments.get(first) > MINUTE) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}

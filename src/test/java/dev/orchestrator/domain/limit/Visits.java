package dev.orchestrator.domain.limit;

import java.util.Random;

/** When a client comes: at random, in ways that change, and now and then exactly at the edge of something. */
public final class Visits {
    private static final long MINUTE = 60_000_000;

    private final RequestRate rate;
    private final Random random;
    private int left;
    private int manner;

    public Visits(RequestRate rate, Random random) {
        this.rate = rate;
        this.random = random;
    }

    /** A rate that is small enough for its edges to be met often. */
    public static RequestRate anyRate(Random random) {
        return new RequestRate(1 + random.nextInt(random.nextBoolean() ? 10 : 400), 1 + random.nextInt(60));
    }

    /** How long the client waits before it comes again, in microseconds. */
    public long pause(Judgement last) {
        if (left-- <= 0) {
            left = random.nextInt(rate.perMinute() + rate.burst());
            manner = random.nextInt(7);
        }
        long next = last.untilNext().toNanos() / 1_000;
        return switch (manner) {
            case 0 -> 0;
            case 1 -> rate.intervalMicros();
            case 2 -> (long) (-Math.log(1 - random.nextDouble()) * rate.intervalMicros());
            case 3 -> next;
            case 4 -> Math.max(0, next - 1);
            case 5 -> random.nextInt(1_000);
            default -> left > 1 ? 0 : random.nextBoolean() ? MINUTE : random.nextLong(2 * MINUTE);
        };
    }
}

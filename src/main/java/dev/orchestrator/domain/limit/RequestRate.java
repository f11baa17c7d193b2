package dev.orchestrator.domain.limit;

/**
 * How often one client may ask: so many requests a minute in the long run, and so many at once after a pause.
 *
 * <p>Judged by the generic cell rate algorithm (ITU-T I.371, annex A.1). A client has a bucket of which all that is known
 * is when it will be full again. Each request that is admitted puts that off by one interval; one is refused if this put it
 * off further than a whole bucket takes to fill. A refusal changes nothing.
 *
 * <p>What holds: no 60 seconds, wherever they begin, admit more than {@code perMinute + burst} requests. At their start
 * there are at most {@code burst} in the bucket, and at most {@code perMinute} flow in while they last. The interval is
 * rounded up to whole microseconds, so what flows in is never more, and less by under 2 % at the highest rate.
 *
 * @param perMinute 1 to {@link #MOST}
 * @param burst 1 to {@link #MOST}
 */
public record RequestRate(int perMinute, int burst) {
    public static final int MOST = 1_000_000;
    private static final long MINUTE_MICROS = 60_000_000;

    public RequestRate {
        if (perMinute < 1 || perMinute > MOST || burst < 1 || burst > MOST) {
            throw new IllegalArgumentException("a rate is 1 to " + MOST + " a minute, and as many at once");
        }
    }

    /** How long it takes until one more is allowed. */
    public long intervalMicros() {
        return (MINUTE_MICROS + perMinute - 1) / perMinute;
    }

    /** How long it takes until an empty bucket is full. */
    public long depthMicros() {
        return burst * intervalMicros();
    }

    /**
     * Judges one request.
     *
     * @param fullAtMicros when the bucket is full; a client never seen has one that is full now. Further away than an empty
     *     bucket takes, it tells that the clock was set back, or the burst made smaller: the bucket is empty then.
     */
    public Judgement judge(long fullAtMicros, long nowMicros) {
        long untilFull = Math.max(0, Math.min(fullAtMicros - nowMicros, depthMicros()));
        long after = untilFull + intervalMicros();
        return after > depthMicros() ? new Judgement(this, false, untilFull) : new Judgement(this, true, after);
    }
}

package dev.orchestrator.adapters.in.rest;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Bounds what clients have asked for and nobody has decided yet, whether or not its client still waits: a store that hangs
 * must not fill the memory with it.
 */
final class Undecided {
    private static final long MOST_REQUESTS = 10_000;
    private static final long MOST_BYTES = 128L << 20;

    private final long mostRequests;
    private final long mostBytes;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    Undecided() {
        this(MOST_REQUESTS, MOST_BYTES);
    }

    Undecided(long mostRequests, long mostBytes) {
        this.mostRequests = mostRequests;
        this.mostBytes = mostBytes;
    }

    /** Asks, unless too much waits already; a request alone always fits. */
    <T> CompletionStage<T> asking(long bytes, Supplier<CompletionStage<T>> ask) {
        boolean few = requests.incrementAndGet() <= mostRequests;
        long all = held.addAndGet(bytes);
        if (!few || (all > mostBytes && all > bytes)) {
            leave(bytes);
            throw Refusals.tryLater(ErrorCode.OVERLOADED).asException();
        }
        CompletionStage<T> decided;
        try {
            decided = ask.get();
        } catch (RuntimeException e) {
            leave(bytes);
            throw e;
        }
        decided.whenComplete((value, failure) -> leave(bytes));
        return decided;
    }

    private void leave(long bytes) {
        requests.decrementAndGet();
        held.addAndGet(-bytes);
    }
}

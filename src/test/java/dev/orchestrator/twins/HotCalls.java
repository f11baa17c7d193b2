package dev.orchestrator.twins;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.StoreWiped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process' connection to the in-memory Redis: which store it knows, and how its calls run. */
final class HotCalls {
    private static final Duration MOST_BACK = Duration.ofSeconds(5);
    private static final Duration NO_DIFFERENCE = Duration.ofSeconds(2);

    private final HotKeys keys;
    private final EventLoop loop;
    private final Calls calls;
    private @Nullable String known;

    HotCalls(HotKeys keys, EventLoop loop) {
        this.keys = keys;
        this.loop = loop;
        this.calls = new Calls(loop);
    }

    <T> CompletionStage<T> call(Supplier<T> work) {
        return calls.call(() -> locked(work));
    }

    <T> CompletionStage<List<T>> await(Arrivals arrivals, Duration patience, Supplier<List<T>> attempt) {
        return arrivals.await(loop, patience, () -> locked(attempt));
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (keys) {
            if (keys.down) {
                throw new IllegalStateException("the hot store cannot be reached");
            }
            return work.get();
        }
    }

    /** Tells whether the store is the one that this process knows; the first that it meets is. */
    boolean isKnown() {
        if (known == null) {
            known = keys.incarnation;
        }
        return known != null && known.equals(keys.incarnation);
    }

    void requireKnown() {
        if (!isKnown()) {
            throw new StoreWiped();
        }
    }

    /** For workers, who rebuild nothing: any store will do that somebody identified. */
    void requireIdentified() {
        if (keys.incarnation == null) {
            throw new StoreWiped();
        }
    }

    /** An instant of this process, by the store's clock. */
    Instant atTheStore(Instant here) {
        Duration ahead = Duration.between(loop.now(), keys.now());
        return ahead.abs().compareTo(NO_DIFFERENCE) < 0 ? here : here.plus(ahead);
    }

    /** Gives the store an identity if it has none or its clock went back; tells whether it is new to this process. */
    boolean identify() {
        boolean wentBack = keys.now().isBefore(keys.identified.minus(MOST_BACK));
        keys.identified = keys.now();
        boolean fresh = keys.incarnation == null || wentBack;
        if (fresh) {
            keys.incarnation = keys.newIncarnation();
        }
        boolean changed = fresh || (known != null && !known.equals(keys.incarnation));
        known = keys.incarnation;
        return changed;
    }
}

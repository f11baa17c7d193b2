package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.StoreWiped;
import dev.orchestrator.ports.out.Upkeep.Identity;
import dev.orchestrator.ports.out.Upkeep.Lead;
import dev.orchestrator.ports.out.Upkeep.Part;
import dev.orchestrator.ports.out.Upkeep.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process' connection to the in-memory Redis: which store it knows, and how its calls run. */
final class HotCalls {
    private static final Duration MOST_BACK = Duration.ofSeconds(5);
    private static final int LEAP = 1_000;
    private static final Duration NO_DIFFERENCE = Duration.ofSeconds(2);

    private final HotKeys keys;
    private final EventLoop loop;
    private final Calls calls;
    private @Nullable String known;
    private long lastBeat;
    /** The store that was known when the call at hand was sent. */
    private @Nullable String asked;

    HotCalls(HotKeys keys, EventLoop loop) {
        this.keys = keys;
        this.loop = loop;
        this.calls = new Calls(loop);
    }

    <T> CompletionStage<T> call(Supplier<T> work) {
        String sentTo = known;
        return calls.call(() -> locked(() -> {
            asked = sentTo;
            try {
                return work.get();
            } finally {
                asked = null;
            }
        }));
    }

    <T> CompletionStage<List<T>> await(Arrivals arrivals, Duration patience, Supplier<List<T>> attempt) {
        Mishap mishap = calls.mishap();
        if (loop instanceof Unreliable line && mishap == Mishap.LOST) {
            return calls.givenUp(line);
        }
        CompletionStage<List<T>> found = arrivals.await(loop, patience, () -> locked(attempt));
        return mishap == Mishap.REPLY_LOST ? found.thenApply(HotCalls::lose) : found;
    }

    private static <T> List<T> lose(List<T> reply) {
        throw new IllegalStateException("the reply was lost, with " + reply.size() + " in it");
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
        String meant = asked == null ? known : asked;
        return meant != null && meant.equals(keys.incarnation);
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

    String store() {
        return String.valueOf(known);
    }

    /** For whoever starts tasks: what the store came back with must be put right first. */
    void requireAdmitted() {
        requireIdentified();
        if (!keys.isAdmitted()) {
            throw new StoreWiped();
        }
    }

    /** An instant of this process, by the store's clock. */
    Instant atTheStore(Instant here) {
        Duration ahead = Duration.between(loop.now(), keys.now());
        return ahead.abs().compareTo(NO_DIFFERENCE) < 0 ? here : here.plus(ahead);
    }

    /** Gives the store an identity if it has none, was put back or its clock went back; tells whether it is new to us. */
    Identity identify(Beats witnessed) {
        boolean wentBack = keys.now().isBefore(keys.identified.minus(MOST_BACK));
        boolean isSame = keys.incarnation != null && keys.incarnation.equals(known);
        boolean lostOurs = isSame && keys.lastBeats.getOrDefault(this, 0L) < lastBeat;
        boolean isElsewhere = keys.identifiedOn != keys.run || keys.ready == null;
        boolean fresh = keys.incarnation == null || isElsewhere || wentBack || lostOurs || keys.beats < witnessed.of(0);
        keys.identified = keys.now();
        if (fresh) {
            boolean isEmpty = keys.incarnation == null;
            keys.identifiedOn = keys.run;
            keys.incarnation = keys.newIncarnation();
            keys.ready = "";
            if (isEmpty) {
                keys.admit();
            }
            keys.beats = Math.max(keys.beats, witnessed.of(0)) + LEAP;
        }
        lastBeat = ++keys.beats;
        keys.lastBeats.put(this, lastBeat);
        boolean changed = fresh || (known != null && !known.equals(keys.incarnation));
        known = keys.incarnation;
        return new Identity(changed, new Beats(Map.of(0, lastBeat)));
    }

    boolean reconciles(Duration lease) {
        requireKnown();
        boolean others = keys.reconciler != null && keys.reconciler != this && keys.reconcilerUntil.isAfter(keys.now());
        if (!others) {
            keys.reconciler = this;
            keys.reconcilerUntil = keys.now().plus(lease);
        }
        return !others;
    }

    Lead lead(Duration lease, Progress progress) {
        requireKnown();
        String store = Objects.requireNonNull(keys.incarnation);
        if (progress.store() != null && !progress.store().equals(store)) {
            throw new StoreWiped();
        }
        HotKeys.HotRebuild found = keys.rebuild;
        boolean begun = found != null && found.of().equals(store);
        if (begun && found.by() == null) {
            return new Lead(Part.DONE, store, null);
        } else if (begun && found.by() != this && found.until().isAfter(keys.now())) {
            return new Lead(Part.FOLLOWS, store, null);
        } else if (progress.finished()) {
            keys.rebuild = new HotKeys.HotRebuild(store, null, keys.now(), null);
            return new Lead(Part.DONE, store, null);
        }
        ExecutionId after = progress.after() == null && begun ? found.after() : progress.after();
        keys.rebuild = new HotKeys.HotRebuild(store, this, keys.now().plus(lease), after);
        return new Lead(Part.LEADS, store, after);
    }
}

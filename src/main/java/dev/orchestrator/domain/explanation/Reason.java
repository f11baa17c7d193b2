package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.TriggerRule;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Upstream;
import dev.orchestrator.domain.explanation.Fleet.Serving;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why a node has not ended. */
public sealed interface Reason {
    Code code();

    /** Since when it is so, where that is known. */
    default @Nullable Instant since() {
        return null;
    }

    /** Until when it stays so at the longest, where that is known. */
    default @Nullable Instant until() {
        return null;
    }

    /** The stable names of the reasons. */
    enum Code {
        NOT_TRIGGERED,
        WAITING_FOR_DEPENDENCIES,
        QUEUED,
        NO_WORKER,
        NO_HANDLER,
        BACKING_OFF,
        DEFERRED,
        BREAKER_OPEN,
        LEASED,
        REPORTED,
        TIMER_FIRED,
        ON_ITS_WAY,
        LOST,
        UNKNOWN
    }

    /** Its execution waits for the trigger, and it for nothing else. */
    record NotTriggered(Instant since) implements Reason {
        @Override
        public Code code() {
            return Code.NOT_TRIGGERED;
        }
    }

    /**
     * Dependencies have not ended.
     *
     * @param upstream how many wait and how the others ended
     * @param open the first of those that wait
     */
    record WaitsForDependencies(TriggerRule rule, Upstream upstream, List<Dependency> open) implements Reason {
        @Override
        public Code code() {
            return Code.WAITING_FOR_DEPENDENCIES;
        }
    }

    /** A dependency, and where it stands. */
    record Dependency(NodeId id, NodeState state) {}

    /** Workers serve its queue, and none was free yet. */
    record Queued(String queue, Instant since, Instant until, @Nullable Ahead ahead, Serving serving)
            implements Reason {
        @Override
        public Code code() {
            return Code.QUEUED;
        }
    }

    /** No living worker serves its queue. */
    record NoWorker(String queue, Instant since, Instant until, @Nullable Ahead ahead) implements Reason {
        @Override
        public Code code() {
            return Code.NO_WORKER;
        }
    }

    /** Workers serve its queue, and none of them has its handler. */
    record NoHandler(String queue, String handler, Instant since, Instant until, @Nullable Ahead ahead)
            implements Reason {
        @Override
        public Code code() {
            return Code.NO_HANDLER;
        }
    }

    /** An attempt failed, and the next one waits. */
    record BackingOff(Instant since, Instant until, int attempt, int maxAttempts, Failure failure) implements Reason {
        @Override
        public Code code() {
            return Code.BACKING_OFF;
        }
    }

    /** Its handler asked to be called again later. */
    record Deferred(Instant since, Instant until, String wish) implements Reason {
        @Override
        public Code code() {
            return Code.DEFERRED;
        }
    }

    /**
     * A circuit breaker keeps it from being called.
     *
     * @param until when it asks again, which is for itself and not for all that wait
     * @param why what the breaker said
     * @param circuit how it stands now, when it is known
     */
    record BreakerOpen(Instant since, Instant until, String breaker, String why, @Nullable Circuit circuit)
            implements Reason {
        @Override
        public Code code() {
            return Code.BREAKER_OPEN;
        }
    }

    /**
     * A worker has it.
     *
     * @param alive whether that worker is among those who live
     * @param until when the lease ends unless the worker extends it
     * @param deadline when the attempt's own time is up
     * @param starting whether it waits for its start to be journaled, because it may be started once
     */
    record Leased(
            String worker, boolean alive, Instant since, @Nullable Instant until, Instant deadline, boolean starting)
            implements Reason {
        /** Of a worker that need not wait. */
        public Leased(String worker, boolean alive, Instant since, @Nullable Instant until, Instant deadline) {
            this(worker, alive, since, until, deadline, false);
        }

        @Override
        public Code code() {
            return Code.LEASED;
        }
    }

    /**
     * How its dispatch ended is known and not decided yet.
     *
     * @param overdue the reaper said so, because its lease or its queue timeout had ended
     * @param worker who had it; null when nobody did
     */
    record Reported(@Nullable String worker, boolean overdue, Instant since, boolean orchestrated) implements Reason {
        @Override
        public Code code() {
            return Code.REPORTED;
        }
    }

    /** Its timer fired, which is not decided yet. */
    record TimerFired(Instant since, boolean orchestrated) implements Reason {
        @Override
        public Code code() {
            return Code.TIMER_FIRED;
        }
    }

    /** It was decided moments ago, and the hot store has not got it yet. */
    record OnItsWay(Instant since) implements Reason {
        @Override
        public Code code() {
            return Code.ON_ITS_WAY;
        }
    }

    /** The hot store has nothing of it: it was emptied, or lost a key. */
    record Lost(Instant since, boolean orchestrated) implements Reason {
        @Override
        public Code code() {
            return Code.LOST;
        }
    }

    /** It is out, and the hot store did not say where. */
    record Unknown(String queue, Instant since) implements Reason {
        @Override
        public Code code() {
            return Code.UNKNOWN;
        }
    }

    /** Calls the function of the case at hand. */
    default <R> R match(Cases<R> cases) {
        if (this instanceof NotTriggered it) {
            return cases.notTriggered().apply(it);
        } else if (this instanceof WaitsForDependencies it) {
            return cases.waitsForDependencies().apply(it);
        } else if (this instanceof Queued it) {
            return cases.queued().apply(it);
        } else if (this instanceof NoWorker it) {
            return cases.noWorker().apply(it);
        } else if (this instanceof NoHandler it) {
            return cases.noHandler().apply(it);
        } else if (this instanceof BackingOff it) {
            return cases.backingOff().apply(it);
        } else if (this instanceof Deferred it) {
            return cases.deferred().apply(it);
        } else if (this instanceof BreakerOpen it) {
            return cases.breakerOpen().apply(it);
        } else if (this instanceof Leased it) {
            return cases.leased().apply(it);
        } else if (this instanceof Reported it) {
            return cases.reported().apply(it);
        } else if (this instanceof TimerFired it) {
            return cases.timerFired().apply(it);
        } else if (this instanceof OnItsWay it) {
            return cases.onItsWay().apply(it);
        } else if (this instanceof Lost it) {
            return cases.lost().apply(it);
        }
        return cases.unknown().apply((Unknown) this);
    }

    /** One function for each case, so that a new reason fails the build until it is handled everywhere. */
    record Cases<R>(
            Function<NotTriggered, R> notTriggered,
            Function<WaitsForDependencies, R> waitsForDependencies,
            Function<Queued, R> queued,
            Function<NoWorker, R> noWorker,
            Function<NoHandler, R> noHandler,
            Function<BackingOff, R> backingOff,
            Function<Deferred, R> deferred,
            Function<BreakerOpen, R> breakerOpen,
            Function<Leased, R> leased,
            Function<Reported, R> reported,
            Function<TimerFired, R> timerFired,
            Function<OnItsWay, R> onItsWay,
            Function<Lost, R> lost,
            Function<Unknown, R> unknown) {}
}

package dev.orchestrator.ports.out;

import dev.orchestrator.ports.out.Breaker.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of the fleet, by name: what one worker learns of a service, all know.
 *
 * <p>A breaker opens after so many failures without a success between; when its time is over it is half-open and lets a
 * few probes through; when as many have gone well it closes, and when one fails it opens again. Who is told to stay gets
 * a time of his own, and after the closing calls pass along a ramp which begins with as many a second as there are probes
 * and doubles each second for ten seconds, so that what has waited does not come at once.
 *
 * <p>What is remembered may be lost: a breaker that nobody knows is closed. Their number is bounded, and an hour after
 * the last word a breaker is forgotten. While the store is away the calls here fail, and what they are about is to be
 * done as if the breaker were closed.
 */
public interface Breakers {
    /** Asks before a call. A probe keeps its place for so long at the most, even if its worker dies. */
    CompletionStage<Answer> ask(String name, Rules rules, Duration probeLife);

    /**
     * Tells how a call went that was let through, and answers the state that the breaker has entered by it. What was
     * asked before the present state began counts for nothing.
     */
    CompletionStage<Optional<State>> report(String name, Rules rules, Ticket ticket, Result result);

    /** All that have something to tell, a bounded number. */
    CompletionStage<List<Breaker>> list(Rules rules);

    /** Closes a breaker and forgets its failures; false when nobody knows it. */
    CompletionStage<Boolean> close(String name);

    /**
     * How breakers behave.
     *
     * @param failures that open one, at least 1
     * @param recovery how long it is open
     * @param probes that must go well, 1 to 100
     */
    record Rules(int failures, Duration recovery, int probes) {
        public static final Rules DEFAULT = new Rules(5, Duration.ofSeconds(60), 2);
    }

    /**
     * What a call that was let through shows when it reports.
     *
     * @param askedAt on the store's clock
     * @param probe its number among the probes, or 0
     */
    record Ticket(long askedAt, int probe) {}

    /** What to do with a call. */
    sealed interface Answer {
        /**
         * Make it.
         *
         * @param counting whether failures are counted, so that a success matters
         * @param entered the state that the breaker has just entered, or null
         */
        record Go(Ticket ticket, boolean counting, @Nullable State entered) implements Answer {}

        /**
         * Make it later.
         *
         * @param until a time of its own, so that not all come at once
         * @param reason the code of the last failure
         */
        record Stay(Instant until, State state, int failures, String reason) implements Answer {}
    }

    /** How a call went. */
    record Result(Kind kind, String code) {
        public static final Result ANSWERED = new Result(Kind.ANSWERED, "");
        public static final Result UNKNOWN = new Result(Kind.UNKNOWN, "");

        public static Result failed(String code) {
            return new Result(Kind.FAILED, code);
        }

        public enum Kind {
            FAILED,
            /** The service has answered, to whatever effect. */
            ANSWERED,
            /** Nobody knows: it was cancelled, or never made. */
            UNKNOWN
        }
    }
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; null asks for nothing.
 *
 * @param status null for those of any
 */
public record LetterCriteria(@Nullable Status status, Where where, What what, When when) {
    /** Every open letter. */
    public static final LetterCriteria OPEN = new LetterCriteria(Status.OPEN, Where.ANY, What.ANY, When.ANY);

    /** Of which workflow (by name), execution, node and handler. */
    public record Where(
            @Nullable String workflow,
            @Nullable ExecutionId execution,
            @Nullable NodeId node,
            @Nullable String handler) {
        public static final Where ANY = new Where(null, null, null, null);
    }

    /** How the node failed. */
    public record What(@Nullable ErrorCategory category, @Nullable String code, @Nullable String fingerprint) {
        public static final What ANY = new What(null, null, null);
    }

    /** Since then, and before then. */
    public record When(@Nullable Instant since, @Nullable Instant until) {
        public static final When ANY = new When(null, null);
    }

    public LetterCriteria with(Where other) {
        return new LetterCriteria(status, other, what, when);
    }

    public LetterCriteria with(What other) {
        return new LetterCriteria(status, where, other, when);
    }

    public LetterCriteria with(When other) {
        return new LetterCriteria(status, where, what, other);
    }

    public LetterCriteria with(@Nullable Status other) {
        return new LetterCriteria(other, where, what, when);
    }

    /** Tells whether nothing is asked for but the status. */
    public boolean areNone() {
        return where.equals(Where.ANY) && what.equals(What.ANY) && when.equals(When.ANY);
    }

    public boolean hold(Letter letter) {
        return holds(status, letter.status())
                && holds(where.workflow(), letter.place().workflow())
                && holds(where.execution(), letter.place().execution())
                && holds(where.node(), letter.place().node())
                && holds(where.handler(), letter.place().handler())
                && holds(what.category(), letter.failure().category())
                && holds(what.code(), letter.failure().code())
                && holds(what.fingerprint(), letter.fingerprint())
                && (when.since() == null || !letter.failedAt().isBefore(when.since()))
                && (when.until() == null || letter.failedAt().isBefore(when.until()));
    }

    private static boolean holds(@Nullable Object wanted, Object present) {
        return wanted == null || wanted.equals(present);
    }
}

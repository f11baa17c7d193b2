package dev.orchestrator.domain.execution;

/** A decision would break an {@link Invariant}: a bug. The decision must not be stored. */
public final class InvariantViolated extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    /** @param evidence what shows it: numbers, ids and words, never data of users */
    public InvariantViolated(Invariant invariant, String evidence) {
        super(invariant + ": " + evidence);
        this.invariant = invariant;
    }

    public Invariant invariant() {
        return invariant;
    }

    /** Which invariant a failure to decide has broken. */
    public static Invariant of(Throwable failure) {
        return failure instanceof InvariantViolated violated ? violated.invariant : Invariant.DECIDABLE;
    }
}

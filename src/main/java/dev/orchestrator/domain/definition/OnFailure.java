package dev.orchestrator.domain.definition;

/** What one failed node means for the rest of its execution. */
public enum OnFailure {
    /** The execution fails at once; what has not ended is cancelled. */
    FAIL_FAST,
    /** Branches that do not need the failed node finish first. */
    CONTINUE
}

package dev.orchestrator.domain.retention;

/** What becomes of a week. */
public enum Fate {
    /** Everything in it may go at once. */
    DROP,
    /** Some must stay; the others go one by one, so that one that never ends does not keep a million. */
    THIN,
    KEEP
}

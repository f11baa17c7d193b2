package dev.orchestrator.domain.execution;

/** What holds of every execution, whatever arrives; checked while the engine runs, and before anything is stored. */
public enum Invariant {
    /** A node or an execution moves only as its table of transitions allows. */
    LAWFUL_TRANSITION,
    /** Nothing happens to a node of an ended execution, but a late report and a revival. */
    NOTHING_AFTER_THE_END,
    /** A node is first dispatched when all its dependencies have ended, and not before. */
    DEPENDENCIES_FIRST,
    /** Each dispatch of a node has the next number, and no attempt is beyond those allowed. */
    NUMBERS_IN_ORDER,
    /** A node that waits has a task or a timer that was wanted with it. */
    REASON_TO_WAIT,
    /** An execution ends when its last node does, and with the status that its nodes give it. */
    END_OF_ALL,
    /** Every command can be decided. */
    DECIDABLE,
    /** What the journal holds of an execution can be read and folded. */
    READABLE,
    /** The journal answers about what it was given, once. */
    JOURNAL_ANSWERS
}

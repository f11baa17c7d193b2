package dev.orchestrator.domain.execution;

/** Why a command changed nothing. A refusal is an answer, not an error. */
public enum Rejection {
    ALREADY_TRIGGERED,
    /** The same request came before and had its effect: whoever asks again is to get the same answer. */
    REPEATED,
    /** The request's key was used for another request. */
    KEY_REUSED,
    NOT_TRIGGERED,
    ALREADY_ENDED,
    NOT_ENDED,
    UNKNOWN_NODE,
    /** The dispatch is not the node's latest, or the node has ended: a double or a late report. */
    STALE_DISPATCH,
    /** The timer belongs to an earlier run or dispatch. */
    STALE_TIMER,
    /** The timer fired long before its time, by a clock that jumped: it is to be set again. */
    EARLY_TIMER,
    /** The dispatch was started, and another start or another worker is meant: the hot state is to say whose it is. */
    STARTED_ALREADY,
    NOT_A_DEAD_LETTER
}

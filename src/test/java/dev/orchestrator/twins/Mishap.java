package dev.orchestrator.twins;

/** What may befall a call of a store. */
public enum Mishap {
    NONE,
    /** It never arrives, and fails after a while. */
    LOST,
    /** It is carried out, and fails all the same. */
    REPLY_LOST,
    /** It fails, and is carried out a while later, when its caller has gone on. */
    LATE,
    /** It is carried out twice; the first time is answered. */
    TWICE
}

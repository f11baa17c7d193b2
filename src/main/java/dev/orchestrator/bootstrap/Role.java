package dev.orchestrator.bootstrap;

/** A part an engine process can play; a process plays one, several or all. */
public enum Role {
    /** Answers HTTP: submissions, triggers, questions. */
    API,
    /** Turns completions and timers into decisions. */
    ORCHESTRATOR,
    /** Runs handlers; needs Redis and nothing else. */
    WORKER,
    /** Takes back leases that ran out and keeps the house clean. */
    REAPER;

    /** Whether it reads or writes the journal. */
    public boolean needsDatabase() {
        return this != WORKER;
    }
}

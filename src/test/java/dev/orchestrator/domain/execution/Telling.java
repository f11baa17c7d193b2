package dev.orchestrator.domain.execution;

/** Tells an event in a few words, {@code attempt#dispatch} where they matter, for stories and failure messages. */
final class Telling {
    private static final Event.Cases<String> CASES = new Event.Cases<>(
            it -> "submitted",
            it -> "triggered",
            it -> it.node() + " queued " + it.attempt() + "#" + it.dispatch(),
            it -> it.node() + " started #" + it.dispatch() + " by " + it.claim().nonce(),
            it -> it.node() + " completed #" + it.dispatch(),
            it -> it.node() + " retries after #" + it.dispatch() + " "
                    + it.failure().code(),
            it -> it.node() + " deferred #" + it.dispatch(),
            it -> it.node() + " failed #" + it.dispatch() + " " + it.failure().code()
                    + (it.deadLetter() ? "" : ", no dead letter"),
            it -> it.node() + " skipped " + it.reason(),
            it -> it.node() + " cancelled",
            it -> it.node() + " late #" + it.dispatch() + " " + it.outcome(),
            it -> it.node() + " revived",
            it -> "revived",
            it -> ("ended " + it.status() + " " + it.reason()).trim());

    private Telling() {}

    static String of(Event event) {
        return event.match(CASES);
    }
}

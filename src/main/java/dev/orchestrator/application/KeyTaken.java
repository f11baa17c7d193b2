package dev.orchestrator.application;

/** The key of a submission stands for another execution already. */
final class KeyTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyTaken() {
        super("the key of the request was used before", null, false, false);
    }
}

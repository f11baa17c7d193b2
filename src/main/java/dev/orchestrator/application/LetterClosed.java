package dev.orchestrator.application;

/** A dead letter was closed before the revival that it asked for was stored. */
final class LetterClosed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LetterClosed() {
        super("the dead letter is not open any more", null, false, false);
    }
}

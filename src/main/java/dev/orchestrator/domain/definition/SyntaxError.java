package dev.orchestrator.domain.definition;

/** A template or condition that cannot be parsed. Never leaves this package: it becomes a problem. */
final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String complaint;
    private final String hint;

    /** @param position where, counted in characters from 0 */
    SyntaxError(int position, String message, String hint) {
        super(message, null, false, false);
        this.position = position;
        this.complaint = message;
        this.hint = hint;
    }

    /** What is wrong and at which character, counted from 1 as people do. */
    String describe() {
        return complaint + " at character " + (position + 1);
    }

    String hint() {
        return hint;
    }

    /** The same error seen from a text in which the parsed one begins further on. */
    SyntaxError movedBy(int offset) {
        return new SyntaxError(position + offset, complaint, hint);
    }
}

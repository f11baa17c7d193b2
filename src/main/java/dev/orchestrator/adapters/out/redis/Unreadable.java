package dev.orchestrator.adapters.out.redis;

/** A message that cannot be understood: damaged, foreign, or of a newer release. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
        super(message, null, false, false);
    }
}

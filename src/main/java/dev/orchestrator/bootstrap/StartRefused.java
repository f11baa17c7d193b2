package dev.orchestrator.bootstrap;

/** The engine was asked to start in a way it cannot; the message says which setting to change. Exits with 2. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    static StartRefused setting(String variable, String problem) {
        return new StartRefused(variable + " " + problem);
    }
}

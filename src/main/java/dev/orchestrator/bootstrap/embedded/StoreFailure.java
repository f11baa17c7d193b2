package dev.orchestrator.bootstrap.embedded;

/** An embedded store that cannot run; the message is written for the person who started the engine. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreFailure(String message) {
        super(message);
    }

    public StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

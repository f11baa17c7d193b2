package dev.orchestrator.ports.out;

/** A store did not do what it was asked, and certainly will not: it could not be reached, or it refused. */
public class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailable(String message) {
        super(message);
    }
}

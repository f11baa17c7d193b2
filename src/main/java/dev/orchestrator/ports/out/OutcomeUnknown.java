package dev.orchestrator.ports.out;

/** A store was asked to change something and nobody knows whether it did: the answer was lost, or has not come yet. */
public final class OutcomeUnknown extends StoreUnavailable {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}

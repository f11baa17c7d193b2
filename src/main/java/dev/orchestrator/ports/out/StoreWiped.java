package dev.orchestrator.ports.out;

/** The hot store was lost or replaced and nobody has given it a new identity yet, see {@link Upkeep#identify}. */
public final class StoreWiped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreWiped() {
        super("The hot store was lost or replaced; it is not identified yet", null, false, false);
    }
}

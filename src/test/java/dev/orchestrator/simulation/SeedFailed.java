package dev.orchestrator.simulation;

/** A seed that showed something wrong, with its history and how to repeat it. */
public final class SeedFailed extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String history;

    SeedFailed(long seed, String shape, Trail trail, Throwable cause) {
        super(
                "seed " + seed + " failed: " + cause.getMessage() + "\n  " + shape
                        + "\n  repeat with: scripts/simulate --seed " + seed
                        + "   or: ./mvnw test -Dtest=SimulationTest -Dseed="
                        + seed,
                cause);
        this.history = trail.toString();
    }

    /** What happened, line by line, up to the failure. */
    public String history() {
        return history;
    }
}

package dev.orchestrator.domain.execution;

/** How a node's dependencies stand, as counters: a completion touches its children's and reads nothing else. */
public record Upstream(int waiting, int completed, int skipped, int failed) {
    static Upstream of(int dependencies) {
        return new Upstream(dependencies, 0, 0, 0);
    }

    boolean isSettled() {
        return waiting == 0;
    }

    /** One dependency ended in this state. */
    Upstream ended(NodeState state) {
        return shift(state, 1);
    }

    /** One dependency that had ended in this state waits again. */
    Upstream reopened(NodeState state) {
        return shift(state, -1);
    }

    private Upstream shift(NodeState state, int by) {
        return switch (state) {
            case COMPLETED -> new Upstream(waiting - by, completed + by, skipped, failed);
            case SKIPPED -> new Upstream(waiting - by, completed, skipped + by, failed);
            case FAILED, CANCELLED -> new Upstream(waiting - by, completed, skipped, failed + by);
            case PENDING, QUEUED, RUNNING, RETRYING -> throw new IllegalArgumentException(state + " has not ended");
        };
    }
}

package dev.orchestrator.domain.definition;

/**
 * Says when a node may start, given how its dependencies ended.
 *
 * <p>A rule is asked once, when every dependency has ended: the answer does not depend on who was first.
 */
public enum TriggerRule {
    /** Every dependency completed or was skipped; if all were skipped, the node is skipped too. */
    ALL_SUCCESS {
        @Override
        public boolean holds(int completed, int skipped, int failed) {
            return failed == 0 && (completed > 0 || skipped == 0);
        }
    },
    /** Every dependency ended, however it ended. */
    ALL_DONE {
        @Override
        public boolean holds(int completed, int skipped, int failed) {
            return true;
        }
    },
    /** At least one dependency completed. */
    ANY_SUCCESS {
        @Override
        public boolean holds(int completed, int skipped, int failed) {
            return completed > 0 || skipped + failed == 0;
        }
    },
    /** At least one dependency failed. */
    ONE_FAILED {
        @Override
        public boolean holds(int completed, int skipped, int failed) {
            return failed > 0;
        }
    };

    /** Tells whether a node starts; the counts are those of its ended dependencies. */
    public abstract boolean holds(int completed, int skipped, int failed);
}

package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The hot state of executions that run: what is open at the workers, what waits for a timer, and what readers see.
 *
 * <p>It may vanish at any time. The journal knows everything needed to build it again, see {@link Mode#RESTORE}.
 */
public interface LiveState {
    /**
     * Applies what one committed decision changed, and acknowledges its messages. Readers see all of it when the stage
     * completes; of a wide change they may see nodes earlier, with the version before it.
     */
    CompletionStage<Reply> apply(Change change);

    /**
     * Names the store that a change would be sent to now, as far as this process knows; another name after it was lost. What
     * was read of the journal while another store was known must not be restored to this one: it has no trace of what ended
     * meanwhile.
     */
    String store();

    /** Acknowledges messages that led to no change, and deletes them. */
    CompletionStage<Void> acknowledge(Collection<Receipt> receipts);

    /** What is live of an execution, or empty when nothing is (not triggered, ended, lost). */
    CompletionStage<Optional<LiveExecution>> read(ExecutionId id);

    enum Mode {
        /** On top of {@code baseVersion} and nothing else; otherwise the live state is dropped and GAP answered. */
        DELTA,
        /** Whatever is there that is not newer is replaced; tasks already out with the same dispatch stay as they are. */
        RESTORE
    }

    /**
     * @param state the state after the decision; when it has ended, everything live of it is removed
     * @param baseVersion the version that the decision was made from; 0 for the first
     * @param changed the nodes whose state is to be written; ignored by RESTORE, which writes all
     */
    record Change(
            Mode mode,
            ExecutionState state,
            int baseVersion,
            Collection<NodeId> changed,
            List<Effect> effects,
            List<Receipt> receipts) {}

    enum Reply {
        APPLIED,
        /** A version between is missing: nothing was sent. Re-drive the execution from the journal. */
        GAP,
        /**
         * This version or a newer one was applied before, or the execution has ended: nothing was sent. What was applied
         * includes this change, so its messages are acknowledged all the same.
         */
        STALE,
        /** The store was lost or replaced since it was last looked at: nothing was sent. Rebuild. */
        WIPED
    }

    /**
     * @param version the version of the journal that the node states are from
     * @param nodes the nodes that have left PENDING
     */
    record LiveExecution(int version, Map<NodeId, LiveNode> nodes) {}
}

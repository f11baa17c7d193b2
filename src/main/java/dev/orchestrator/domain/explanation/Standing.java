package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeState;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution stands as a whole.
 *
 * @param out nodes that were sent or that a timer holds back
 * @param waiting nodes that wait for others
 * @param culprit the first node that failed, when the execution failed because of one
 */
public record Standing(Code code, Lifecycle lifecycle, int out, int waiting, @Nullable Culprit culprit) {
    /** The stable names of how an execution stands. */
    public enum Code {
        NOT_TRIGGERED,
        RUNNING,
        /** Its timeout fired, which is not decided yet. */
        TIMING_OUT,
        /** It runs, and nobody is there to decide. */
        NO_ORCHESTRATOR,
        ENDED
    }

    /** The node that failed an execution. */
    public record Culprit(NodeId node, Failure failure) {}

    public static Standing of(ExecutionState state, Surroundings given) {
        return new Standing(
                code(state, given),
                state.lifecycle(),
                count(state, false),
                count(state, true),
                failedOfItself(state) ? culprit(state) : null);
    }

    private static boolean failedOfItself(ExecutionState state) {
        return state.status() == ExecutionStatus.FAILED
                && !state.lifecycle().reason().equals(Decider.TIMED_OUT);
    }

    private static Code code(ExecutionState state, Surroundings given) {
        if (state.status() == ExecutionStatus.PENDING) {
            return Code.NOT_TRIGGERED;
        } else if (state.status().isEnded()) {
            return Code.ENDED;
        } else if (!given.fleet().orchestrated()) {
            return Code.NO_ORCHESTRATOR;
        }
        Alarm timeout = given.open() == null ? null : given.open().timeout();
        boolean fired = timeout != null
                && timeout.firedAt() != null
                && timeout.fence() == state.lifecycle().run();
        return fired ? Code.TIMING_OUT : Code.RUNNING;
    }

    private static int count(ExecutionState state, boolean pending) {
        return (int) nodes(state)
                .mapToObj(index -> state.node(index).state())
                .filter(it -> !it.isEnded() && pending == (it == NodeState.PENDING))
                .count();
    }

    private static @Nullable Culprit culprit(ExecutionState state) {
        int first = nodes(state)
                .filter(index -> state.node(index).state() == NodeState.FAILED)
                .findFirst()
                .orElse(-1);
        Failure failure = first < 0 ? null : state.node(first).failure();
        return failure == null
                ? null
                : new Culprit(state.workflow().dag().node(first).id(), failure);
    }

    private static IntStream nodes(ExecutionState state) {
        return IntStream.range(0, state.workflow().dag().size());
    }
}

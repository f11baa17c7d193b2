package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orchestrator.domain.definition.Definitions;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.simulation.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What wrong rules would decide, said to a draft: it must not come to a decision. */
class InvariantsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ExecutionId ID = ExecutionId.of("01900000-0000-7000-8000-000000000001");
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final Workflow CHAIN =
            Definitions.workflow(Definitions.definition(Definitions.node("a"), Definitions.node("b", "a")));

    private final Circumstances given = new Circumstances(NOW, 0, (node, dispatch) -> fails());

    @Test
    @Guarantee("G3")
    void aNodeIsNotDispatchedBeforeItsDependenciesHaveEnded() {
        assertBroken(Invariant.DEPENDENCIES_FIRST, triggered(), draft -> draft.record(new Event.NodeQueued(B, 1, 1)));
    }

    @Test
    void aDispatchHasTheNextNumber() {
        assertBroken(Invariant.NUMBERS_IN_ORDER, triggered(), draft -> draft.record(new Event.NodeQueued(A, 1, 3)));
        assertBroken(Invariant.NUMBERS_IN_ORDER, triggered(), draft -> draft.record(new Event.NodeQueued(A, 1, 1)));
    }

    @Test
    void noAttemptIsBeyondThoseAllowed() {
        assertBroken(Invariant.NUMBERS_IN_ORDER, triggered(), draft -> draft.record(new Event.NodeQueued(A, 5, 2)));
        assertBroken(Invariant.NUMBERS_IN_ORDER, triggered(), draft -> draft.record(new Event.NodeQueued(A, 0, 2)));
    }

    @Test
    void whatHasCompletedIsNotDispatchedAgain() {
        ExecutionState done = completed(triggered(), A, 1);
        assertBroken(Invariant.LAWFUL_TRANSITION, done, draft -> draft.record(new Event.NodeQueued(A, 1, 2)));
        assertBroken(Invariant.LAWFUL_TRANSITION, done, draft -> draft.complete(output(A, 1), Report.NONE));
    }

    @Test
    void anExecutionMovesOnlyAsItsTableAllows() {
        assertBroken(
                Invariant.LAWFUL_TRANSITION,
                cancelled(),
                draft -> draft.record(new Event.Ended(ExecutionStatus.COMPLETED, "")));
        assertBroken(
                Invariant.LAWFUL_TRANSITION,
                submitted(),
                draft -> draft.record(new Event.Ended(ExecutionStatus.FAILED, "")));
    }

    @Test
    void nothingHappensToANodeAfterTheEnd() {
        assertBroken(Invariant.NOTHING_AFTER_THE_END, cancelled(), draft -> draft.record(new Event.NodeRevived(A)));
        assertBroken(Invariant.NOTHING_AFTER_THE_END, cancelled(), draft -> draft.complete(output(A, 1), Report.NONE));
    }

    @Test
    void anExecutionWhoseNodesHaveEndedEnds() {
        ExecutionState last = completed(triggered(), A, 1);
        assertBroken(Invariant.END_OF_ALL, last, draft -> {
            draft.record(new Event.NodeSkipped(B, SkipReason.CONDITION_FALSE));
            draft.done();
        });
    }

    @Test
    void anExecutionDoesNotEndBeforeItsNodesDo() {
        assertBroken(Invariant.END_OF_ALL, triggered(), draft -> {
            draft.record(new Event.Ended(ExecutionStatus.COMPLETED, ""));
            draft.done();
        });
    }

    @Test
    void anExecutionWithAFailedNodeHasNotCompleted() {
        assertBroken(Invariant.END_OF_ALL, triggered(), draft -> {
            draft.record(new Event.NodeFailed(A, 1, failure(), true, Report.NONE));
            draft.record(new Event.NodeSkipped(B, SkipReason.RULE_NOT_MET));
            draft.record(new Event.Ended(ExecutionStatus.COMPLETED, ""));
            draft.done();
        });
    }

    @Test
    void whatWaitsHasATaskOrATimer() {
        assertBroken(Invariant.REASON_TO_WAIT, triggered(), draft -> {
            draft.record(new Event.NodeRetryScheduled(A, 1, failure(), NOW.plusSeconds(1), Report.NONE));
            draft.done();
        });
        assertBroken(Invariant.REASON_TO_WAIT, completed(triggered(), A, 1), draft -> {
            draft.record(new Event.NodeQueued(B, 1, 1));
            draft.want(new Effect.SetTimer(A, 1, NOW));
            draft.done();
        });
    }

    @Test
    void theEvidenceHoldsNothingOfAUsers() {
        InvariantViolated violated =
                broken(cancelled(), draft -> draft.record(new Event.NodeRevived(A, Map.of("password", "hunter2"))));
        assertThat(violated)
                .hasMessageContaining("NodeRevived of a after CANCELLED")
                .hasMessageNotContaining("hunter2");
    }

    private void assertBroken(Invariant invariant, ExecutionState state, Consumer<Draft> rules) {
        assertThat(broken(state, rules).invariant()).isEqualTo(invariant);
    }

    private InvariantViolated broken(ExecutionState state, Consumer<Draft> rules) {
        Draft draft = new Draft(state, given);
        return catchThrowableOfType(InvariantViolated.class, () -> rules.accept(draft));
    }

    private static ExecutionState submitted() {
        WorkflowId workflow = new WorkflowId(new UUID(0, 1));
        return evolve(Evolution.before(ID, workflow, CHAIN, NOW), new Event.Submitted(workflow));
    }

    /** Its first node is out. */
    private static ExecutionState triggered() {
        return evolve(
                submitted(), new Event.Triggered(Map.of(), null, NOW.plusSeconds(60)), new Event.NodeQueued(A, 1, 1));
    }

    private static ExecutionState cancelled() {
        return evolve(
                triggered(),
                new Event.NodeCancelled(A),
                new Event.NodeCancelled(B),
                new Event.Ended(ExecutionStatus.CANCELLED, ""));
    }

    private static ExecutionState completed(ExecutionState state, NodeId node, int dispatch) {
        return evolve(state, new Event.NodeCompleted(node, dispatch, Report.NONE));
    }

    private static ExecutionState evolve(ExecutionState state, Event... events) {
        return Evolution.evolve(state, new Entry(state.version() + 1, NOW, new ArrayList<>(List.of(events))));
    }

    private static Failure failure() {
        return new Failure(ErrorCategory.PERMANENT, "BOOM", "it broke");
    }

    private static NodeOutput output(NodeId node, int dispatch) {
        return new NodeOutput(node, dispatch, new Value(1));
    }

    private static Document fails() {
        throw new AssertionError("no output is looked at here");
    }
}

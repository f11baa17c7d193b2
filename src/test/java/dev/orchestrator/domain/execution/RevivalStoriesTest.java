package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.definition.TriggerRule.ALL_DONE;
import static dev.orchestrator.domain.execution.Steps.cancelled;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.gave;
import static dev.orchestrator.domain.execution.Steps.later;
import static dev.orchestrator.domain.execution.Steps.reported;
import static dev.orchestrator.domain.execution.Steps.revived;
import static dev.orchestrator.domain.execution.Steps.revivedAfter;
import static dev.orchestrator.domain.execution.Steps.succeeded;
import static dev.orchestrator.domain.execution.Steps.timedOut;
import static dev.orchestrator.domain.execution.Steps.triggered;
import static dev.orchestrator.domain.execution.Steps.woken;
import static dev.orchestrator.domain.execution.Story.START;
import static dev.orchestrator.domain.execution.Story.given;
import static dev.orchestrator.simulation.NodeSpec.node;
import static dev.orchestrator.simulation.WorkflowSpec.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevivalStoriesTest {
    @Test
    @Defect("The retry of a dead letter swallowed by the dedupe set, its descendants already failed")
    void itBringsBackWhatFailFastTookDown() {
        given(node("a"), node("below", "a"), node("sibling"), node("done"))
                .when(triggered(), succeeded("done"), failed("a"), later(10), revived("a"))
                .then("revived", "a revived", "below revived", "sibling revived", "a queued 1#2", "sibling queued 1#2")
                .when(succeeded("a", "sibling", "below"))
                .then("below completed #1", "ended COMPLETED");
    }

    @Test
    void itBringsBackSkippedDescendantsOnly() {
        given(workflow(
                                node("a"),
                                node("skipped", "a"),
                                node("deep", "skipped"),
                                node("ran", "a").rule(ALL_DONE),
                                node("other").when("false"),
                                node("dead", "other"))
                        .goingOn())
                .when(triggered(), failed("a"), succeeded("ran"))
                .is(ExecutionStatus.FAILED)
                .when(revived("a"))
                .then("revived", "a revived", "skipped revived", "deep revived", "a queued 1#2")
                .when(succeeded("a"))
                .then("a completed #2", "skipped queued 1#1")
                .when(succeeded("skipped", "deep"))
                .then("deep completed #1", "ended COMPLETED");
    }

    @Test
    void itGivesFreshAttemptsButNeverAnOldDispatch() {
        Story story = given(node("a").attempts(2))
                .when(triggered(), failed("a"), woken("a"), failed("a"))
                .is(ExecutionStatus.FAILED)
                .when(revived("a"))
                .then("revived", "a revived", "a queued 1#3")
                .when(reported("a", 2, new Outcome.Succeeded(new Value(1))))
                .refused(Rejection.STALE_DISPATCH)
                .when(failed("a"))
                .then("a retries after #3 BOOM")
                .when(woken("a"), succeeded("a"))
                .then("a completed #4", "ended COMPLETED");
        assertThat(story.node("a").failure()).isNull();
    }

    @Test
    void theTimeoutCountsAnewAndTheOldOneIsFenced() {
        given(workflow(node("a")).timeout(Duration.ofSeconds(60)))
                .when(triggered(), failed("a"), later(50), revived("a"))
                .leavesOut(
                        new Effect.SetTimeout(2, START.plusSeconds(110)),
                        new Effect.DispatchTask(new NodeId("a"), 1, 2, "{}", START.plusSeconds(50), null))
                .when(timedOut(1))
                .refused(Rejection.STALE_TIMER)
                .when(timedOut())
                .then("a failed #2 TIMED_OUT, no dead letter", "ended FAILED TIMED_OUT");
    }

    @Test
    void itWorksWhileTheExecutionRuns() {
        given(workflow(node("a"), node("below", "a"), node("b")).goingOn())
                .when(triggered(), failed("a"), revived("a"))
                .then("a revived", "below revived", "a queued 1#2")
                .when(succeeded("a", "b", "below"))
                .then("below completed #1", "ended COMPLETED");
    }

    @Test
    void whatATimeoutTookDownComesBackToo() {
        given(workflow(node("a"), node("b"), node("c", "b")).goingOn())
                .when(triggered(), failed("a"), timedOut())
                .then("b failed #1 TIMED_OUT, no dead letter", "c cancelled", "ended FAILED TIMED_OUT")
                .when(revived("a"))
                .then("revived", "a revived", "b revived", "c revived", "a queued 1#2", "b queued 1#2");
    }

    @Test
    void otherDeadLettersStayOpen() {
        given(workflow(node("a"), node("b"), node("join", "a", "b")).goingOn())
                .when(triggered(), failed("a"), failed("b"))
                .then("b failed #1 BOOM", "join skipped RULE_NOT_MET", "ended FAILED NODE_FAILED")
                .when(revived("a"))
                .then("revived", "a revived", "join revived", "a queued 1#2")
                .when(succeeded("a"))
                .then("a completed #2", "join skipped RULE_NOT_MET", "ended FAILED NODE_FAILED")
                .when(revived("b"), succeeded("b"))
                .then("b completed #2", "join queued 1#1");
    }

    @Test
    void aHandlersOwnTimeoutIsADeadLetterAndStaysOne() {
        Failure own = new Failure(ErrorCategory.PERMANENT, Decider.TIMED_OUT, "said the handler");
        given(workflow(node("a"), node("b")).goingOn())
                .when(triggered(), failed("a"), failed("b", own, null), revived("a"))
                .then("revived", "a revived", "a queued 1#2")
                .is("b", NodeState.FAILED);
    }

    @Test
    void oneOfManyWhoAskGetsIt() {
        given(node("a"))
                .when(triggered(), failed("a"), revived("a"), revived("a"))
                .refused(Rejection.NOT_A_DEAD_LETTER);
    }

    @Test
    void onlyAFailedNodeOfAFailedExecutionCanBeRevived() {
        given(node("a"), node("b"))
                .when(triggered(), failed("a"), revived("b"))
                .refused(Rejection.NOT_A_DEAD_LETTER)
                .when(revived("nowhere"))
                .refused(Rejection.UNKNOWN_NODE);
        given(node("a")).when(triggered(), succeeded("a"), revived("a")).refused(Rejection.ALREADY_ENDED);
        given(workflow(node("a"), node("b")).goingOn())
                .when(triggered(), failed("a"), cancelled(), revived("a"))
                .refused(Rejection.ALREADY_ENDED);
    }

    @Test
    void aNodeThatNeverGotAConfigCanBeRevived() {
        given(node("a"), node("b", "a").config(Map.of("x", "{{ a.value }}")))
                .when(triggered(), gave("a", Map.of()), revived("b"))
                .then("revived", "b revived", "b failed #0 TEMPLATE_UNRESOLVED", "ended FAILED NODE_FAILED");
    }

    @Test
    void aRunningJoinIsNotStartedTwice() {
        given(workflow(node("a"), node("b"), node("join", "a", "b").rule(ALL_DONE))
                        .goingOn())
                .when(triggered(), failed("a"), succeeded("b"))
                .then("b completed #1", "join queued 1#1")
                .when(revived("a"))
                .then("a revived", "a queued 1#2")
                .when(succeeded("a"))
                .then("a completed #2")
                .when(succeeded("join"))
                .then("join completed #1", "ended COMPLETED");
    }

    @Test
    void aPatchedConfigHoldsForAllThatFollows() {
        Story story = given(workflow(node("a"), node("b", "a").attempts(2).config(Map.of("x", 1)))
                        .goingOn())
                .when(triggered(), succeeded("a"), failed("b"), woken("b"), failed("b"))
                .is(ExecutionStatus.FAILED)
                .when(revived("b", Map.of("x", "{{ a.value }}")))
                .then("revived", "b revived", "b queued 1#3")
                .leavesOut(new Effect.SetTimeout(2, START.plusSeconds(3_600)), sent(1, 3))
                .when(failed("b"), woken("b"))
                .then("b queued 2#4")
                .leavesOut(new Effect.SetTimeout(2, START.plusSeconds(3_600)), sent(2, 4))
                .when(failed("b"), revived("b"))
                .then("revived", "b revived", "b queued 1#5")
                .leavesOut(new Effect.SetTimeout(3, START.plusSeconds(3_600)), sent(1, 5));
        assertThat(story.state().workflow().dag().node(1).config().references()).isEmpty();
    }

    @Test
    void aPatchThatCannotBeRenderedFailsTheNodeAgain() {
        given(node("a").config(Map.of("x", 1)))
                .when(triggered(), failed("a"), revived("a", Map.of("x", "{{ params.gone }}")))
                .then("revived", "a revived", "a failed #1 TEMPLATE_UNRESOLVED", "ended FAILED NODE_FAILED")
                .when(revived("a", Map.of("x", 2)), succeeded("a"))
                .then("a completed #2", "ended COMPLETED");
    }

    @Test
    void aRevivalOfAnEarlierFailureIsTooLate() {
        given(node("a"))
                .when(triggered(), failed("a"), revivedAfter("a", 1), failed("a"), revivedAfter("a", 1))
                .refused(Rejection.NOT_A_DEAD_LETTER)
                .when(revivedAfter("a", 2))
                .then("revived", "a revived", "a queued 1#3");
    }

    private static Effect sent(int attempt, int dispatch) {
        return new Effect.DispatchTask(new NodeId("b"), attempt, dispatch, "{\"x\":\"a\"}", START, null);
    }
}

package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.Steps.REPORT;
import static dev.orchestrator.domain.execution.Steps.cancelled;
import static dev.orchestrator.domain.execution.Steps.deferred;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.later;
import static dev.orchestrator.domain.execution.Steps.lost;
import static dev.orchestrator.domain.execution.Steps.reported;
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
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingStoriesTest {
    private static final Outcome DONE = new Outcome.Succeeded(new Value(Map.of()));

    @Test
    void theTimeoutCountsFromTheTrigger() {
        given(workflow(node("a")).timeout(Duration.ofSeconds(60)))
                .when(later(100), triggered())
                .leavesOut(
                        new Effect.DispatchTask(new NodeId("a"), 1, 1, "{}", START.plusSeconds(100), null),
                        new Effect.SetTimeout(1, START.plusSeconds(160)));
    }

    @Test
    void aTimeoutFailsWhatIsOutAndCancelsWhatWaits() {
        given(node("out"), node("retrying").attempts(2), node("deferred"), node("done"), node("below", "out"))
                .when(triggered(), failed("retrying"), deferred("deferred", START), succeeded("done"), timedOut())
                .then(
                        "out failed #1 TIMED_OUT, no dead letter",
                        "deferred failed #1 TIMED_OUT, no dead letter",
                        "retrying cancelled",
                        "below cancelled",
                        "ended FAILED TIMED_OUT")
                .is("done", NodeState.COMPLETED);
    }

    @Test
    void aTimeoutIsRightEvenWhenTheClockSaysTooEarly() {
        given(node("a")).when(triggered(), later(3_595), timedOut(1)).is(ExecutionStatus.FAILED);
    }

    @Test
    void cancellingEndsAtOnce() {
        given(node("a"), node("b", "a"), node("c"))
                .when(triggered(), succeeded("c"), cancelled())
                .then("a cancelled", "b cancelled", "ended CANCELLED enough")
                .leavesOut();
        given(node("a")).when(cancelled()).then("a cancelled", "ended CANCELLED enough");
    }

    @Test
    void anEndedExecutionIsNotCancelled() {
        given(node("a")).when(triggered(), succeeded("a"), cancelled()).refused(Rejection.ALREADY_ENDED);
        given(node("a")).when(triggered(), failed("a"), cancelled()).refused(Rejection.ALREADY_ENDED);
        given(node("a")).when(cancelled(), cancelled()).refused(Rejection.ALREADY_ENDED);
    }

    @Test
    void aTriggerThatIsRepeatedIsKnownAgain() {
        RequestKey key = new RequestKey("ci", "k", "this");
        RequestKey other = new RequestKey("ci", "k", "that");
        given(node("a")).when(triggered(key), triggered(key)).refused(Rejection.REPEATED);
        given(node("a")).when(triggered(key), cancelled(), triggered(key)).refused(Rejection.REPEATED);
        given(node("a")).when(triggered(key), triggered(other)).refused(Rejection.KEY_REUSED);
        given(node("a"))
                .when(triggered(key), triggered(new RequestKey("someone", "k", "this")))
                .refused(Rejection.ALREADY_TRIGGERED);
        given(node("a")).when(triggered(key), triggered()).refused(Rejection.ALREADY_TRIGGERED);
        given(node("a")).when(triggered(), triggered(key)).refused(Rejection.ALREADY_TRIGGERED);
    }

    @Test
    void aSecondTriggerChangesNothing() {
        given(node("a")).when(triggered(), triggered()).refused(Rejection.ALREADY_TRIGGERED);
        given(node("a")).when(cancelled(), triggered()).refused(Rejection.ALREADY_ENDED);
        given(node("a")).when(triggered(), succeeded("a"), triggered()).refused(Rejection.ALREADY_ENDED);
    }

    @Test
    void nothingButATriggerOrACancelCountsBeforeTheTrigger() {
        given(node("a")).when(reported("a", 1, DONE)).refused(Rejection.NOT_TRIGGERED);
        given(node("a")).when(woken("a", 1)).refused(Rejection.NOT_TRIGGERED);
        given(node("a")).when(timedOut(1)).refused(Rejection.STALE_TIMER);
        given(node("a")).when(Steps.revived("a")).refused(Rejection.NOT_TRIGGERED);
    }

    @Test
    @Guarantee("G2")
    void aReportCountsOnce() {
        given(node("a"), node("b", "a"))
                .when(triggered(), succeeded("a"), reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("a", 1, new Outcome.Lost()))
                .refused(Rejection.STALE_DISPATCH);
    }

    @Test
    void aReportOfAnEarlierDispatchIsTooLate() {
        given(node("a").attempts(3))
                .when(triggered(), failed("a"), reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(woken("a"), reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(succeeded("a"))
                .then("a completed #2", "ended COMPLETED");
    }

    @Test
    void theWordOfAWorkerThatWasGivenUpIsWrittenDownOnceAndChangesNothing() {
        Story story = given(node("a").attempts(3))
                .when(triggered(), lost("a"), reported("a", 1, DONE))
                .then("a late #1 SUCCEEDED")
                .is("a", NodeState.RETRYING)
                .when(reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(woken("a"), lost("a"), woken("a"), succeeded("a"))
                .then("a completed #3", "ended COMPLETED")
                .when(reported("a", 2, new Outcome.Lost()))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("a", 3, DONE))
                .refused(Rejection.ALREADY_ENDED)
                .when(reported("a", 2, DONE))
                .then("a late #2 SUCCEEDED")
                .is(ExecutionStatus.COMPLETED);
        assertThat(story.node("a").report()).isEqualTo(Steps.REPORT);
    }

    /** Defect: a zombie's failure overrides a success. */
    @Test
    @Defect("A zombie's failure overriding a success")
    void aZombiesFailureChangesNoSuccess() {
        Outcome failed = new Outcome.Failed(new Failure(ErrorCategory.PERMANENT, "BOOM", "it broke"), null);
        given(node("a").attempts(3), node("b", "a"))
                .when(triggered(), lost("a"), woken("a"), succeeded("a"))
                .then("a completed #2", "b queued 1#1")
                .when(reported("a", 2, failed))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("a", 1, failed))
                .then("a late #1 FAILED")
                .is("a", NodeState.COMPLETED)
                .when(succeeded("b"))
                .then("b completed #1", "ended COMPLETED");
    }

    /** Defect: skipped is overwritten by completed. */
    @Test
    @Defect("Skipped overwritten by completed")
    void whatWasSkippedStaysSkipped() {
        given(node("a").when("false"), node("b"))
                .when(triggered(), reported("a", 0, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .is("a", NodeState.SKIPPED);
    }

    @Test
    @Defect("A report for an ended execution dropped without a trace")
    void whatWasCancelledOrTimedOutMayStillSpeak() {
        given(node("a"), node("b", "a"))
                .when(triggered(), cancelled(), reported("a", 1, DONE))
                .then("a late #1 SUCCEEDED")
                .is("a", NodeState.CANCELLED)
                .is(ExecutionStatus.CANCELLED)
                .when(reported("b", 1, DONE))
                .refused(Rejection.ALREADY_ENDED);
        given(node("a"))
                .when(triggered(), timedOut(), failed("a"))
                .then("a late #1 FAILED")
                .is("a", NodeState.FAILED);
        given(node("a"), node("b"))
                .when(triggered(), failed("b"), succeeded("a"))
                .then("a late #1 SUCCEEDED");
    }

    @Test
    void aNodeThatWasNotOutHasNothingToSayLate() {
        given(node("a"))
                .when(triggered(), failed("a"), cancelled(), reported("a", 1, DONE))
                .refused(Rejection.ALREADY_ENDED);
        given(node("a").attempts(2))
                .when(triggered(), deferred("a", START), cancelled(), reported("a", 1, DONE))
                .refused(Rejection.ALREADY_ENDED);
    }

    @Test
    void ofManySilentWorkersTheLatestMaySpeak() {
        Story story = given(node("a").attempts(40)).when(triggered());
        for (int i = 0; i < 30; i++) {
            story.when(lost("a"), woken("a"));
        }
        assertThat(story.node("a").unheard()).hasSize(16).last().isEqualTo(30);
        story.when(reported("a", 1, DONE)).refused(Rejection.STALE_DISPATCH);
        story.when(reported("a", 15, DONE)).then("a late #15 SUCCEEDED");
    }

    @Test
    void aReportFromTheFutureIsRefused() {
        given(node("a"), node("b", "a"))
                .when(triggered(), reported("a", 2, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("b", 0, DONE))
                .refused(Rejection.STALE_DISPATCH)
                .when(reported("nowhere", 1, DONE))
                .refused(Rejection.UNKNOWN_NODE);
    }

    @Test
    void aReportWhileItsNodeIsDeferredIsADouble() {
        given(node("a"))
                .when(triggered(), deferred("a", START), reported("a", 1, DONE))
                .refused(Rejection.STALE_DISPATCH);
    }

    @Test
    @Defect("A late timeout check failing a finished execution")
    void nothingCountsAfterTheEnd() {
        given(node("a"), node("b"))
                .when(triggered(), failed("a"), reported("a", 1, DONE))
                .refused(Rejection.ALREADY_ENDED)
                .when(woken("b", 1))
                .refused(Rejection.ALREADY_ENDED)
                .when(timedOut())
                .refused(Rejection.STALE_TIMER)
                .is("b", NodeState.CANCELLED);
    }

    @Test
    void aTimerCountsOnceAndOnlyForItsDispatch() {
        given(node("a").attempts(3))
                .when(triggered(), woken("a", 1))
                .refused(Rejection.STALE_TIMER)
                .when(failed("a"), woken("a", 1))
                .then("a queued 2#2")
                .when(woken("a", 1))
                .refused(Rejection.STALE_TIMER)
                .when(failed("a"), woken("a", 1))
                .refused(Rejection.STALE_TIMER)
                .when(woken("nowhere", 1))
                .refused(Rejection.UNKNOWN_NODE);
    }

    @Test
    void aTimerThatFiresEarlyByOurClockIsRightAllTheSame() {
        Story story = given(node("a").attempts(2))
                .when(triggered(), failed("a"), later(-3), woken("a"))
                .then("a queued 2#2");
        assertThat(story.node("a").changedAt()).isEqualTo(START.minusSeconds(3));
    }

    @Test
    void theReportSaysWhoRanTheLastDispatch() {
        Story story = given(node("a")).when(triggered(), succeeded("a"));
        assertThat(story.node("a").report()).isEqualTo(REPORT);
    }
}

package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.Steps.cancelled;
import static dev.orchestrator.domain.execution.Steps.deferred;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.later;
import static dev.orchestrator.domain.execution.Steps.lost;
import static dev.orchestrator.domain.execution.Steps.nobodyTook;
import static dev.orchestrator.domain.execution.Steps.notTaken;
import static dev.orchestrator.domain.execution.Steps.succeeded;
import static dev.orchestrator.domain.execution.Steps.timedOut;
import static dev.orchestrator.domain.execution.Steps.triggered;
import static dev.orchestrator.domain.execution.Steps.woken;
import static dev.orchestrator.domain.execution.Story.START;
import static dev.orchestrator.domain.execution.Story.given;
import static dev.orchestrator.simulation.NodeSpec.node;

import dev.orchestrator.domain.definition.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a clock says that jumped: attempts may be made twice, and no state comes of it. */
class ClockJumpStoriesTest {
    private static final NodeId A = new NodeId("a");
    private static final Effect TIMEOUT = new Effect.SetTimeout(1, START.plusSeconds(3_600));

    @Test
    void aTimeoutLongBeforeItsTimeIsRefusedAndStaysOut() {
        given(node("a"))
                .when(triggered(), later(3_600 - 11), timedOut(1))
                .refused(Rejection.EARLY_TIMER)
                .leavesOut(new Effect.DispatchTask(A, 1, 1, "{}", START, null), TIMEOUT)
                .when(later(1), timedOut(1))
                .then("a failed #1 TIMED_OUT, no dead letter", "ended FAILED TIMED_OUT");
    }

    @Test
    void aRetryOrADelayLongBeforeItsTimeIsRefusedAndStaysOut() {
        given(node("a"))
                .when(triggered(), deferred("a", START.plusSeconds(600)), woken("a", 1))
                .refused(Rejection.EARLY_TIMER)
                .leavesOut(new Effect.SetTimer(A, 1, START.plusSeconds(600)), TIMEOUT)
                .when(later(600), woken("a"))
                .then("a queued 1#2");
        given(node("a").attempts(2))
                .when(triggered(), later(20), failed("a"), later(-20), woken("a", 1))
                .refused(Rejection.EARLY_TIMER);
    }

    @Test
    void aQueueTimeoutLongBeforeItsTimeSendsTheTaskAgainAndUsesNoAttempt() {
        given(node("a"))
                .when(triggered(), later(Duration.ofMinutes(13)), notTaken("a", false))
                .then("a queued 1#2")
                .when(nobodyTook("a", true))
                .then("a failed #2 QUEUE_TIMEOUT", "ended FAILED NODE_FAILED");
    }

    /** The timers of a timeout, a lease and a queue fire, and are decided when what they are about has ended. */
    @Test
    void aLateCheckNeverFailsWhatHasEnded() {
        given(node("a"), node("b"))
                .when(triggered(), succeeded("a"), lost("a"))
                .refused(Rejection.STALE_DISPATCH)
                .when(nobodyTook("a", true))
                .refused(Rejection.STALE_DISPATCH)
                .when(succeeded("b"), timedOut())
                .refused(Rejection.STALE_TIMER)
                .when(lost("b"))
                .refused(Rejection.ALREADY_ENDED)
                .is(ExecutionStatus.COMPLETED);
        given(node("a")).when(triggered(), cancelled(), timedOut()).refused(Rejection.STALE_TIMER);
    }
}

package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.Steps.asked;
import static dev.orchestrator.domain.execution.Steps.cancelled;
import static dev.orchestrator.domain.execution.Steps.deferred;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.held;
import static dev.orchestrator.domain.execution.Steps.lost;
import static dev.orchestrator.domain.execution.Steps.nobodyTook;
import static dev.orchestrator.domain.execution.Steps.reported;
import static dev.orchestrator.domain.execution.Steps.reportedBy;
import static dev.orchestrator.domain.execution.Steps.revived;
import static dev.orchestrator.domain.execution.Steps.succeeded;
import static dev.orchestrator.domain.execution.Steps.timedOut;
import static dev.orchestrator.domain.execution.Steps.triggered;
import static dev.orchestrator.domain.execution.Steps.woken;
import static dev.orchestrator.domain.execution.Story.START;
import static dev.orchestrator.domain.execution.Story.given;
import static dev.orchestrator.simulation.NodeSpec.node;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.guarantees.Guarantee;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is marked at_most_once is started after its start is journaled, and never again but by an operator's wish. */
class AtMostOnceStoriesTest {
    private static final Started GRANTED = new Started(new Claim("w1", "n1", Duration.ofSeconds(25)), START);
    private static final Outcome WORKER_LOST = new Outcome.Lost();

    private static Story started() {
        return given(node("a").attempts(5).atMostOnce()).when(triggered(), asked("a", "n1"));
    }

    @Test
    void theFirstWishIsGrantedAndTheTaskIsNotOutAnyMore() {
        started()
                .then("a started #1 by n1")
                .sends(new Effect.GrantStart(new NodeId("a"), 1, GRANTED))
                .when(succeeded("a"))
                .then("a completed #1", "ended COMPLETED");
    }

    @Test
    void whoAsksAgainAndWhoComesLaterLearnsWhoseItIsFromTheHotState() {
        started()
                .when(asked("a", "n1"))
                .refused(Rejection.STARTED_ALREADY)
                .when(asked("a", "n2"))
                .refused(Rejection.STARTED_ALREADY)
                .when(asked("a", 2, "n2"))
                .refused(Rejection.STALE_DISPATCH)
                .when(asked("b", 1, "n2"))
                .refused(Rejection.UNKNOWN_NODE);
    }

    @Test
    void aWorkerLostAfterTheStartIsADeadLetter() {
        started().when(lost("a")).then("a failed #1 WORKER_LOST", "ended FAILED NODE_FAILED");
    }

    @Test
    void aWorkerLostBeforeTheStartNeverRanIt() {
        given(node("a").attempts(2).atMostOnce())
                .when(triggered(), lost("a"))
                .then("a retries after #1 WORKER_LOST")
                .when(woken("a"), asked("a", 1, "n1"))
                .refused(Rejection.STALE_DISPATCH)
                .when(asked("a", "n2"))
                .then("a started #2 by n2");
    }

    @Test
    @Guarantee("G5")
    void noFailureAfterTheStartIsTriedAgain() {
        started().when(failed("a")).then("a failed #1 BOOM", "ended FAILED NODE_FAILED");
        started().when(failed("a", ErrorCategory.TIMEOUT)).then("a failed #1 BOOM", "ended FAILED NODE_FAILED");
        started()
                .when(deferred("a", START.plusSeconds(5)))
                .then("a failed #1 AT_MOST_ONCE", "ended FAILED NODE_FAILED");
    }

    @Test
    void whatFailsBeforeTheStartIsTriedAgain() {
        given(node("a").attempts(2).atMostOnce()).when(triggered(), failed("a")).then("a retries after #1 BOOM");
    }

    @Test
    void aBreakerThatDefersBeforeTheStartCostsNothing() {
        given(node("a").attempts(1).atMostOnce())
                .when(triggered(), held("a", START.plusSeconds(5)))
                .then("a deferred #1")
                .when(woken("a"))
                .then("a queued 1#2")
                .when(asked("a", "n1"))
                .then("a started #2 by n1");
    }

    @Test
    @Guarantee("G5")
    void othersWhoMetTheTaskInAStoreThatWasRolledBackAreNotHeard() {
        Failure noSecret = new Failure(ErrorCategory.PERMANENT, "SECRET_UNRESOLVED", "none");
        started()
                .when(reportedBy("w2", "a", new Outcome.Failed(noSecret, null)))
                .refused(Rejection.STARTED_ALREADY)
                .when(reportedBy("w2", "a", WORKER_LOST))
                .refused(Rejection.STARTED_ALREADY)
                .when(nobodyTook("a", true))
                .refused(Rejection.STARTED_ALREADY)
                .when(succeeded("a"))
                .then("a completed #1", "ended COMPLETED");
    }

    @Test
    void aCancelOrTheTimeoutEndsItAndALateReportIsWrittenDown() {
        started()
                .when(cancelled())
                .then("a cancelled", "ended CANCELLED enough")
                .when(asked("a", "n1"))
                .refused(Rejection.ALREADY_ENDED);
        started()
                .when(timedOut())
                .then("a failed #1 TIMED_OUT, no dead letter", "ended FAILED TIMED_OUT")
                .when(reported("a", 1, WORKER_LOST))
                .refused(Rejection.STALE_DISPATCH);
        started()
                .when(
                        lost("a"),
                        reported("a", 1, new Outcome.Failed(new Failure(ErrorCategory.PERMANENT, "X", "x"), null)))
                .then("a late #1 FAILED");
    }

    @Test
    void anOperatorsRetryIsAFreshStart() {
        started()
                .when(lost("a"), revived("a"))
                .then("a revived", "a queued 1#2", "revived")
                .when(asked("a", "n1"))
                .then("a started #2 by n1")
                .when(succeeded("a"))
                .then("a completed #2", "ended COMPLETED");
    }
}

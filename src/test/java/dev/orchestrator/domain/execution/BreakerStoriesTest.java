package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.Steps.deferred;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.held;
import static dev.orchestrator.domain.execution.Steps.later;
import static dev.orchestrator.domain.execution.Steps.reported;
import static dev.orchestrator.domain.execution.Steps.revived;
import static dev.orchestrator.domain.execution.Steps.succeeded;
import static dev.orchestrator.domain.execution.Steps.triggered;
import static dev.orchestrator.domain.execution.Steps.woken;
import static dev.orchestrator.domain.execution.Story.START;
import static dev.orchestrator.domain.execution.Story.given;
import static dev.orchestrator.simulation.NodeSpec.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.NodeId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * What a circuit breaker defers uses no attempt (reliability, "Wrong answers": an open breaker that burns the attempts of
 * innocent executions), and is never taken for what the handler itself asked for.
 */
class BreakerStoriesTest {
    private static final NodeId A = new NodeId("a");
    private static final Instant SOON = START.plusSeconds(5);
    private static final Instant LATER = START.plusSeconds(60);

    @Test
    @Defect("An open breaker that burns the attempts of innocent executions")
    void anOpenBreakerUsesNoAttemptHoweverLongItStaysOpen() {
        Story story = given(node("a").attempts(1)).when(triggered());
        for (int i = 0; i < 100; i++) {
            story.when(held("a", story.now().plusSeconds(1)), later(1), woken("a"));
        }
        story.when(succeeded("a")).then("a completed #101", "ended COMPLETED");
        assertThat(story.node("a").attempt()).isEqualTo(1);
    }

    @Test
    void theHandlerIsNotShownTheBreakersDeferralAsItsOwn() {
        given(node("a").attempts(1))
                .when(triggered(), held("a", LATER))
                .then("a deferred #1")
                .sends(new Effect.SetTimer(A, 1, LATER))
                .is("a", NodeState.QUEUED)
                .when(later(60), woken("a"))
                .then("a queued 1#2")
                .sends(new Effect.DispatchTask(A, 1, 2, "{}", LATER, null));
    }

    @Test
    void whatTheHandlerAskedForOutlivesTheBreaker() {
        Deferral own = new Deferral(SOON, "not yet");
        Story story = given(node("a").attempts(1)).when(triggered(), deferred("a", SOON), later(5), woken("a"));
        for (int dispatch = 3; dispatch < 6; dispatch++) {
            story.when(held("a", LATER), later(55), woken("a"))
                    .sends(new Effect.DispatchTask(A, 1, dispatch, "{}", story.now(), own));
        }
        story.when(succeeded("a")).then("a completed #5", "ended COMPLETED");
    }

    @Test
    void aNewWishOfTheHandlerReplacesItsOldOne() {
        given(node("a"))
                .when(triggered(), deferred("a", SOON), woken("a"), held("a", LATER), woken("a"), deferred("a", LATER))
                .when(woken("a"))
                .sends(new Effect.DispatchTask(
                        A, 1, 4, "{}", LATER.minus(Decider.CLOCKS_AGREE), new Deferral(LATER, "not yet")));
    }

    @Test
    void itIsKnownWhoHoldsANodeAndUntilWhen() {
        Story story = given(node("a")).when(triggered(), deferred("a", SOON), woken("a"), held("a", LATER));
        assertThat(story.node("a").hold()).isEqualTo(new Deferral(LATER, "HTTP_503", "handler/host"));
        assertThat(story.node("a").wakeAt()).isEqualTo(LATER);
        assertThat(story.node("a").deferral()).isEqualTo(new Deferral(SOON, "not yet"));
        story.when(woken("a"));
        assertThat(story.node("a").hold()).isNull();
        story.when(deferred("a", LATER));
        assertThat(story.node("a").hold()).isNull();
    }

    @Test
    void aFailureAfterwardsIsAnAttemptLikeAnyOther() {
        given(node("a").attempts(2))
                .when(triggered(), held("a", SOON), woken("a"), failed("a"))
                .then("a retries after #2 BOOM")
                .when(woken("a"), held("a", LATER), woken("a"))
                .then("a queued 2#4")
                .when(failed("a"))
                .then("a failed #4 BOOM", "ended FAILED NODE_FAILED")
                .when(revived("a"))
                .then("revived", "a revived", "a queued 1#5");
    }

    @Test
    void aDoubleOfTheDeferralChangesNothing() {
        given(node("a"))
                .when(triggered(), held("a", LATER), reported("a", 1, new Outcome.Deferred(SOON, "x", "handler/host")))
                .refused(Rejection.STALE_DISPATCH);
    }
}

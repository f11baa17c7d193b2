package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.Steps.REPORT;
import static dev.orchestrator.domain.execution.Steps.deferred;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.gave;
import static dev.orchestrator.domain.execution.Steps.later;
import static dev.orchestrator.domain.execution.Steps.lost;
import static dev.orchestrator.domain.execution.Steps.luck;
import static dev.orchestrator.domain.execution.Steps.nobodyTook;
import static dev.orchestrator.domain.execution.Steps.succeeded;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureStoriesTest {
    private static final NodeId A = new NodeId("a");

    @Test
    void aRetryWaitsForItsTimerAndUsesAnAttempt() {
        given(node("a").attempts(2))
                .when(triggered(), failed("a"))
                .then("a retries after #1 BOOM")
                .sends(new Effect.SetTimer(A, 1, START.plusSeconds(1)))
                .is("a", NodeState.RETRYING)
                .when(later(1), woken("a"))
                .then("a queued 2#2")
                .sends(new Effect.DispatchTask(A, 2, 2, "{}", START.plusSeconds(1), null))
                .when(failed("a"))
                .then("a failed #2 BOOM", "ended FAILED NODE_FAILED");
    }

    @Test
    void backoffDoublesUpToItsCapAndJitterComesOnTop() {
        Story story = given(node("a").attempts(40)).when(triggered());
        long[] seconds = {1, 2, 4, 8, 16, 30, 30};
        for (long expected : seconds) {
            Instant now = story.now();
            story.when(failed("a"));
            assertThat(story.node("a").wakeAt()).isEqualTo(now.plusSeconds(expected));
            story.when(woken("a"));
        }
        for (int attempt = seconds.length + 1; attempt < 40; attempt++) {
            story.when(luck(0.5), failed("a"));
            assertThat(story.node("a").wakeAt()).isEqualTo(story.now().plusMillis(37_500));
            story.when(woken("a"));
        }
        story.when(failed("a")).is(ExecutionStatus.FAILED);
    }

    @Test
    void aLongerWishOfTheOtherSideIsHonoured() {
        Failure busy = new Failure(ErrorCategory.RETRYABLE, "HTTP_429", "too many");
        given(node("a").attempts(3))
                .when(triggered(), failed("a", busy, Duration.ofSeconds(90)))
                .sends(new Effect.SetTimer(A, 1, START.plusSeconds(90)))
                .when(woken("a"), failed("a", busy, Duration.ofMillis(3)))
                .sends(new Effect.SetTimer(A, 2, START.plusSeconds(80 + 2)));
    }

    @Test
    void aWishBeyondAllTimesIsCutToTheExecutionsTimeout() {
        Failure busy = new Failure(ErrorCategory.RETRYABLE, "HTTP_429", "too many");
        Instant end = START.plus(Duration.ofHours(1));
        given(node("a").attempts(3))
                .when(triggered(), failed("a", busy, Duration.ofSeconds(Long.MAX_VALUE)))
                .leavesOut(new Effect.SetTimer(A, 1, end), new Effect.SetTimeout(1, end));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCategory.class,
            names = {"PERMANENT", "CANCELLED", "NO_HANDLER", "TEMPLATE"})
    void whatARetryCannotHelpIsNotRetried(ErrorCategory category) {
        given(node("a").attempts(5))
                .when(triggered(), failed("a", category))
                .then("a failed #1 BOOM", "ended FAILED NODE_FAILED");
    }

    @Test
    @Defect("A task that kills its worker, for ever")
    void aLostWorkerUsesAnAttempt() {
        Story story = given(node("a").attempts(2)).when(triggered(), lost("a")).then("a retries after #1 WORKER_LOST");
        story.when(woken("a"), lost("a")).then("a failed #2 WORKER_LOST", "ended FAILED NODE_FAILED");
        assertThat(story.node("a").failure().category()).isEqualTo(ErrorCategory.WORKER_LOST);
        assertThat(story.node("a").report()).isEqualTo(REPORT);
    }

    @Test
    void aTaskNobodyTookFailsForGood() {
        given(node("a").attempts(5))
                .when(triggered(), nobodyTook("a", true))
                .then("a failed #1 QUEUE_TIMEOUT", "ended FAILED NODE_FAILED");
        given(node("a").attempts(5))
                .when(triggered(), nobodyTook("a", false))
                .then("a failed #1 NO_HANDLER", "ended FAILED NODE_FAILED");
    }

    @Test
    void aDeferralUsesNoAttemptAndIsHandedOn() {
        Instant until = START.plusSeconds(5);
        Deferral deferral = new Deferral(until, "not yet");
        given(node("a").attempts(1))
                .when(triggered(), deferred("a", until))
                .then("a deferred #1")
                .sends(new Effect.SetTimer(A, 1, until))
                .is("a", NodeState.QUEUED)
                .when(later(5), woken("a"))
                .then("a queued 1#2")
                .sends(new Effect.DispatchTask(A, 1, 2, "{}", until, deferral))
                .when(succeeded("a"))
                .then("a completed #2", "ended COMPLETED");
    }

    @Test
    void aRetryAfterADeferralHandsNothingOn() {
        given(node("a").attempts(2))
                .when(triggered(), deferred("a", START.plusSeconds(5)), woken("a"), failed("a"), woken("a"))
                .then("a queued 2#3")
                .sends(new Effect.DispatchTask(A, 2, 3, "{}", START, null));
    }

    @Test
    void aDeferralMayBeRepeatedForEver() {
        Story story = given(node("a")).when(triggered());
        for (int i = 0; i < 100; i++) {
            story.when(deferred("a", START.plusSeconds(i)), woken("a"));
        }
        story.when(succeeded("a")).then("a completed #101", "ended COMPLETED");
        assertThat(story.node("a").attempt()).isEqualTo(1);
    }

    @Test
    void aDeferralIsKeptWithinTheTimesOfTheExecution() {
        Instant end = START.plus(Duration.ofHours(1));
        given(node("a"))
                .when(triggered(), deferred("a", Instant.MAX))
                .sends(new Effect.SetTimer(A, 1, end))
                .when(woken("a"), deferred("a", Instant.MIN))
                .sends(new Effect.SetTimer(A, 2, end.minus(Decider.CLOCKS_AGREE)));
    }

    @Test
    void failFastCancelsWhatHasNotEnded() {
        given(node("a"), node("b"), node("c", "b"), node("d").attempts(2))
                .when(triggered(), failed("d"), failed("a"))
                .then("a failed #1 BOOM", "b cancelled", "c cancelled", "d cancelled", "ended FAILED NODE_FAILED")
                .leavesOut();
    }

    @Test
    void goingOnLetsOtherBranchesFinish() {
        given(workflow(node("a"), node("below", "a"), node("b"), node("c", "b")).goingOn())
                .when(triggered(), failed("a"))
                .then("a failed #1 BOOM", "below skipped RULE_NOT_MET")
                .when(succeeded("b", "c"))
                .then("c completed #1", "ended FAILED NODE_FAILED");
    }

    @Test
    @Defect("Template errors swallowed")
    void aConfigThatCannotBeMadeFailsItsNode() {
        Story story = given(workflow(node("a"), node("b", "a").config(Map.of("x", "{{ a.nothing }}")), node("c", "a"))
                .goingOn());
        story.when(triggered(), succeeded("a"))
                .then("a completed #1", "b failed #0 TEMPLATE_UNRESOLVED", "c queued 1#1");
        assertThat(story.node("b").failure().category()).isEqualTo(ErrorCategory.TEMPLATE);
        assertThat(story.node("b").failure().message()).contains("a.nothing").contains("/x");
    }

    @Test
    void aRootWhoseConfigCannotBeMadeFailsAtTheTrigger() {
        given(node("a"), node("b").config(Map.of("x", "{{ params.nothing }}")), node("c"))
                .when(triggered())
                .then(
                        "triggered",
                        "a queued 1#1",
                        "b failed #0 TEMPLATE_UNRESOLVED",
                        "a cancelled",
                        "c cancelled",
                        "ended FAILED NODE_FAILED")
                .leavesOut();
    }

    @Test
    void theOutputOfASkippedNodeIsNotThere() {
        given(
                        node("a").when("false"),
                        node("b"),
                        node("c", "a", "b").config(Map.of("x", "{{ a.value ?? 'none' }} {{ b.value }}")))
                .when(triggered(), succeeded("b"))
                .sends(new Effect.DispatchTask(new NodeId("c"), 1, 1, "{\"x\":\"none b\"}", START, null));
    }

    @Test
    void aRenderedConfigMayBeAsLargeAsTheLimit() {
        int frame = "{\"x\":\"\"}".length();
        given(node("a"), node("b", "a").config(Map.of("x", "{{ a.value }}")))
                .when(triggered(), gave("a", Map.of("value", "y".repeat(Story.MAX_CONFIG - frame))))
                .then("a completed #1", "b queued 1#1");
        given(node("a"), node("b", "a").config(Map.of("x", "{{ a.value }}")))
                .when(triggered(), gave("a", Map.of("value", "y".repeat(Story.MAX_CONFIG - frame + 1))))
                .then("a completed #1", "b failed #0 CONFIG_TOO_LARGE", "ended FAILED NODE_FAILED");
    }

    @Test
    void aConfigThatGrowsTooLargeFailsItsNode() {
        given(node("a"), node("b", "a").config(Map.of("x", "{{ a.value }}")))
                .when(triggered(), gave("a", Map.of("value", "y".repeat(Story.MAX_CONFIG))))
                .then("a completed #1", "b failed #0 CONFIG_TOO_LARGE", "ended FAILED NODE_FAILED");
    }
}

package dev.orchestrator.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.TriggerRule;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Upstream;
import dev.orchestrator.domain.explanation.Fleet.Serving;
import dev.orchestrator.domain.explanation.Reason.Dependency;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read. */
class SentencesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant BEFORE = Instant.parse("2030-01-01T11:59:00Z");
    private static final Instant AFTER = Instant.parse("2030-01-01T12:01:00.123456Z");
    private static final Failure BUSY = new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "The service is busy.");

    private static String say(Reason reason) {
        return new Sentences(NOW).of(reason);
    }

    private static String queued(Ahead ahead) {
        return say(new Reason.Queued("q", BEFORE, AFTER, ahead, new Serving(1, 2, 2)));
    }

    @Test
    void whatWaits() {
        assertThat(say(new Reason.NotTriggered(BEFORE))).isEqualTo("Its execution was not triggered yet.");
        assertThat(say(new Reason.WaitsForDependencies(
                        TriggerRule.ALL_DONE,
                        new Upstream(1, 2, 0, 0),
                        List.of(new Dependency(new NodeId("a"), NodeState.RETRYING)))))
                .isEqualTo("It waits for 'a' (RETRYING) (trigger rule all_done).");
        assertThat(queued(new Ahead(12, true)))
                .isEqualTo("It waits in the queue 'q' behind 12 tasks; 1 worker with 2 slots serves it. "
                        + "If nobody takes it by 2030-01-01T12:01:00.123Z it fails with QUEUE_TIMEOUT.");
        assertThat(queued(new Ahead(1, true))).contains("'q' behind 1 task; ");
        assertThat(queued(new Ahead(0, true))).contains("'q' and is the next; ");
        assertThat(queued(new Ahead(10_000, false))).contains("'q' behind at least 10000 tasks; ");
        assertThat(queued(null)).contains("'q'; 1 worker");
    }

    @Test
    void whatNobodyCanTake() {
        assertThat(say(new Reason.NoWorker("q", BEFORE, AFTER, null)))
                .isEqualTo("No living worker serves its queue 'q'. "
                        + "If nobody takes it by 2030-01-01T12:01:00.123Z it fails with NO_HANDLER.");
        assertThat(say(new Reason.NoWorker("q", BEFORE, BEFORE, null)))
                .isEqualTo("No living worker serves its queue 'q'. "
                        + "Its queue timeout passed at 2030-01-01T11:59:00Z: the reaper is about to report that.");
        assertThat(say(new Reason.NoHandler("q", "h", BEFORE, AFTER, null)))
                .startsWith(
                        "No worker of its queue 'q' has the handler 'h': whichever takes it fails it with NO_HANDLER. ");
    }

    @Test
    void whatATimerHolds() {
        assertThat(say(new Reason.BackingOff(BEFORE, AFTER, 1, 4, BUSY)))
                .isEqualTo("Attempt 1 of 4 failed with HTTP_503 (The service is busy); "
                        + "the next starts at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.Deferred(BEFORE, AFTER, "later")))
                .isEqualTo("Its handler asked to be called later (later); it goes on at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.Deferred(BEFORE, BEFORE, "x".repeat(300))))
                .contains("x".repeat(200) + "…)")
                .endsWith("it was due at 2030-01-01T11:59:00Z: its timer is about to fire.");
        assertThat(say(new Reason.BreakerOpen(BEFORE, AFTER, "call/host", "The circuit breaker is open", null)))
                .isEqualTo("It is held by call/host: The circuit breaker is open. No attempt is used; "
                        + "it asks again at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.BreakerOpen(BEFORE, AFTER, "call/host", "why", new Circuit("half_open", AFTER))))
                .endsWith(" The breaker is now half-open, its next probe is due at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.BreakerOpen(BEFORE, AFTER, "call/host", "why", new Circuit("closing", null))))
                .endsWith(" The breaker is now closing.");
        assertThat(say(new Reason.TimerFired(BEFORE, true)))
                .isEqualTo("Its timer fired at 2030-01-01T11:59:00Z; an orchestrator is about to decide what follows.");
        assertThat(say(new Reason.TimerFired(BEFORE, false))).endsWith("no orchestrator is up to decide what follows.");
    }

    @Test
    void whatAWorkerHas() {
        assertThat(say(new Reason.Leased("w", true, BEFORE, AFTER, AFTER)))
                .isEqualTo("The worker w has it since 2030-01-01T11:59:00Z, with a lease until "
                        + "2030-01-01T12:01:00.123Z; the attempt's time is up at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.Leased("w", false, BEFORE, AFTER, AFTER)))
                .endsWith(" and has fallen silent; it is taken back when the lease ends at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.Leased("w", true, BEFORE, BEFORE, AFTER)))
                .endsWith("; its lease ran out at 2030-01-01T11:59:00Z: the reaper is about to take it back.");
        assertThat(say(new Reason.Leased("w", true, BEFORE, AFTER, AFTER, true)))
                .endsWith(" and waits until its start is journaled, for it may be started once.");
        assertThat(say(new Reason.Leased("w", true, BEFORE, null, AFTER)))
                .isEqualTo("The worker w has it since 2030-01-01T11:59:00Z; "
                        + "the attempt's time is up at 2030-01-01T12:01:00.123Z.");
        assertThat(say(new Reason.Reported("w", false, BEFORE, true)))
                .isEqualTo("The worker w reported how it went, as was said at 2030-01-01T11:59:00Z; "
                        + "an orchestrator is about to decide what follows.");
        assertThat(say(new Reason.Reported("w", true, BEFORE, true))).startsWith("The lease of the worker w ran out, ");
        assertThat(say(new Reason.Reported(null, true, BEFORE, true))).startsWith("Nobody took it in time, ");
    }

    @Test
    void whatIsNotFound() {
        assertThat(say(new Reason.OnItsWay(BEFORE)))
                .isEqualTo("It was decided at 2030-01-01T11:59:00Z and is on its way to the queue.");
        assertThat(say(new Reason.Lost(BEFORE, true)))
                .isEqualTo("It is out since 2030-01-01T11:59:00Z, and Redis has nothing of it (emptied, or a key was "
                        + "lost): it is sent again within 60 s.");
        assertThat(say(new Reason.Lost(BEFORE, false))).endsWith("when an orchestrator is up; none is.");
        assertThat(say(new Reason.Unknown("q", BEFORE)))
                .isEqualTo("It was sent to the queue 'q' at 2030-01-01T11:59:00Z; Redis does not answer, so whether a "
                        + "worker has it is not known.");
    }
}

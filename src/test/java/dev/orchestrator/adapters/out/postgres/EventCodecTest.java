package dev.orchestrator.adapters.out.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.LateOutcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.domain.execution.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event has a golden text of each version of the form, which stays readable; the newest is what is written. */
class EventCodecTest {
    private static final NodeId A = new NodeId("a");
    private static final Instant TIMEOUT = Instant.parse("2026-03-02T10:00:00Z");
    private static final Failure FAILURE = new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "try \"later\" ü");
    private static final Report REPORT =
            new Report("w-1", Instant.parse("2026-03-01T10:00:01.5Z"), Instant.parse("2026-03-01T10:00:02.123456Z"));

    private static final List<Event> SAMPLES = List.of(
            new Event.Submitted(new WorkflowId(UUID.fromString("00000000-0000-3000-8000-000000000001"))),
            new Event.Triggered(params(), new Simulation(-9007199254740993L, true), TIMEOUT),
            new Event.Triggered(Map.of(), null, TIMEOUT),
            new Event.NodeQueued(A, 2, 3),
            new Event.NodeStarted(A, 3, new Claim("w-1", "0d5e", Duration.ofSeconds(25))),
            new Event.NodeCompleted(A, 3, REPORT),
            new Event.NodeCompleted(A, 3, Report.NONE),
            new Event.NodeRetryScheduled(A, 3, FAILURE, Instant.parse("2026-03-01T10:00:05Z"), REPORT),
            new Event.NodeDeferred(A, 3, new Deferral(Instant.parse("2026-03-01T11:00:00Z"), "DELAY")),
            new Event.NodeFailed(A, 3, FAILURE, true, REPORT),
            new Event.NodeFailed(A, 3, FAILURE, false, Report.NONE),
            new Event.NodeSkipped(A, SkipReason.CONDITION_FALSE),
            new Event.NodeCancelled(A),
            new Event.NodeReportedLate(A, 3, LateOutcome.SUCCEEDED, null, REPORT, null),
            new Event.NodeReportedLate(
                    A, 3, LateOutcome.FAILED, FAILURE, REPORT, new Event.Ended(ExecutionStatus.CANCELLED, "enough")),
            new Event.NodeRevived(A),
            new Event.Revived(TIMEOUT),
            new Event.Ended(ExecutionStatus.FAILED, "NODE_FAILED"));

    private static final Map<Class<?>, List<Event>> BY_TYPE =
            SAMPLES.stream().collect(Collectors.groupingBy(Event::getClass));

    @SuppressWarnings("unchecked")
    private static Map<String, Object> params() {
        return (Map<String, Object>) Json.STORED.parse("{\"n\":1,\"list\":[true,null,1.5]}");
    }

    static Stream<Class<?>> types() {
        return leaves(Event.class);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventCodecTest::leaves)
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatWasWrittenOnceStaysReadable(Class<?> type) {
        String golden = Golden.read("events/v1/" + type.getSimpleName() + ".json");
        assertThat(EventCodec.decode(golden)).isNotEmpty().isEqualTo(BY_TYPE.get(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void theNewestFormIsWritten(Class<?> type) {
        assertThat(EventCodec.encode(BY_TYPE.get(type)))
                .isEqualTo(Golden.read("events/v1/" + type.getSimpleName() + ".json"));
    }

    @Test
    void aTraceIsKeptAndABrokenOneIsPassedOver() {
        String golden = Golden.read("events/v1/TriggeredTraced.json");
        TraceContext trace = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        List<Event> traced = List.of(new Event.Triggered(Map.of("n", 1), null, TIMEOUT, trace, null));
        assertThat(EventCodec.decode(golden)).isEqualTo(traced);
        assertThat(EventCodec.encode(traced)).isEqualTo(golden);
        assertThat(EventCodec.decode(golden.replace(trace.traceparent(), "nonsense")))
                .containsExactly(new Event.Triggered(Map.of("n", 1), null, TIMEOUT));
    }

    @Test
    void aRequestsKeyIsKept() {
        String golden = Golden.read("events/v1/TriggeredKeyed.json");
        List<Event> keyed =
                List.of(new Event.Triggered(Map.of(), null, TIMEOUT, null, new RequestKey("ci", "order 4711", "ab12")));
        assertThat(EventCodec.decode(golden)).isEqualTo(keyed);
        assertThat(EventCodec.encode(keyed)).isEqualTo(golden);
    }

    @Test
    void theBreakerThatDeferredIsKept() {
        String golden = Golden.read("events/v1/NodeDeferredByBreaker.json");
        Deferral hold = new Deferral(
                Instant.parse("2026-03-01T11:00:00Z"), "HTTP_503", "call_external_service/api.example.com:443");
        List<Event> held = List.of(new Event.NodeDeferred(A, 3, hold));
        assertThat(EventCodec.decode(golden)).isEqualTo(held);
        assertThat(EventCodec.encode(held)).isEqualTo(golden);
    }

    @Test
    void aPatchedConfigIsKept() {
        String golden = Golden.read("events/v1/NodeRevivedPatched.json");
        List<Event> patched = List.of(new Event.NodeRevived(A, params()));
        assertThat(EventCodec.decode(golden)).isEqualTo(patched);
        assertThat(EventCodec.encode(patched)).isEqualTo(golden);
    }

    @Test
    void manyEventsOfAVersionKeepTheirOrder() {
        assertThat(EventCodec.decode(EventCodec.encode(SAMPLES))).isEqualTo(SAMPLES);
    }

    @Test
    void textThatNoStoreHoldsIsReplaced() {
        Function<String, Event> ended = reason -> new Event.Ended(ExecutionStatus.CANCELLED, reason);
        String text = EventCodec.encode(List.of(ended.apply("a\0b\uD800c 𝄞")));
        assertThat(EventCodec.decode(text)).containsExactly(ended.apply("a\uFFFDb\uFFFDc 𝄞"));
    }

    @Test
    void whatALaterReleaseWroteIsRefusedClearly() {
        assertThatThrownBy(() -> EventCodec.decode("{\"v\":2,\"events\":[]}")).hasMessageContaining("later release");
        assertThatThrownBy(() -> EventCodec.decode("{\"v\":1,\"events\":[{\"type\":\"paused\"}]}"))
                .hasMessageContaining("paused");
    }
}

package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.LateOutcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.SkipReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients were shown once they are shown for ever: one golden text for each event. */
class EventAnswersTest {
    private static final NodeId A = new NodeId("a");
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.5Z");
    private static final Instant LATER = Instant.parse("2026-03-02T10:00:00Z");
    private static final Failure FAILURE = new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "try \"later\" ü\n");
    private static final Report REPORT = new Report("w-1", AT, Instant.parse("2026-03-01T10:00:02.123456Z"));

    private static final List<Event> SAMPLES = List.of(
            new Event.Submitted(new WorkflowId(UUID.fromString("00000000-0000-3000-8000-000000000001"))),
            new Event.Triggered(Map.of("list", List.of(1, true)), new Simulation(7, true), LATER),
            new Event.NodeQueued(A, 2, 3),
            new Event.NodeStarted(A, 3, new Claim("w-1", "0d5e", Duration.ofSeconds(25))),
            new Event.NodeCompleted(A, 3, REPORT),
            new Event.NodeRetryScheduled(A, 3, FAILURE, LATER, REPORT),
            new Event.NodeDeferred(A, 3, new Deferral(LATER, "DELAY")),
            new Event.NodeFailed(A, 3, FAILURE, true, Report.NONE),
            new Event.NodeSkipped(A, SkipReason.CONDITION_FALSE),
            new Event.NodeCancelled(A),
            new Event.NodeReportedLate(
                    A, 3, LateOutcome.FAILED, FAILURE, REPORT, new Event.Ended(ExecutionStatus.CANCELLED, "enough")),
            new Event.NodeRevived(A),
            new Event.Revived(LATER),
            new Event.Ended(ExecutionStatus.FAILED, "NODE_FAILED"));

    static List<Event> samples() {
        return SAMPLES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesEachEventAsItAlwaysDid(Event event) {
        String written = Json.write(EventAnswers.version(new Entry(7, AT, List.of(event))));
        assertThat(written).isEqualTo(golden(event.getClass().getSimpleName()));
    }

    @Test
    void namesTheBreakerThatDeferred() {
        Deferral hold = new Deferral(LATER, "HTTP_503", "call_external_service/api.example.com:443");
        Entry entry = new Entry(7, AT, List.of(new Event.NodeDeferred(A, 3, hold)));
        assertThat(Json.write(EventAnswers.version(entry))).isEqualTo(golden("NodeDeferredByBreaker"));
    }

    @Test
    void hasASampleOfEachEvent() {
        assertThat(leaves(Event.class).map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(SAMPLES.stream()
                        .map(it -> it.getClass().getSimpleName())
                        .toList());
    }

    @Test
    void writesAPageFlat() {
        ExecutionId id = new ExecutionId(new UUID(0, 1));
        Entry entry = new Entry(7, AT, List.of(new Event.NodeQueued(A, 1, 1), new Event.NodeCancelled(A)));
        assertThat(Json.write(EventAnswers.page(id, List.of(entry), 3)))
                .isEqualTo("{\"execution_id\":\"" + id + "\",\"events\":["
                        + "{\"version\":7,\"at\":\"2026-03-01T10:00:00.500Z\",\"type\":\"node_queued\",\"node\":\"a\","
                        + "\"attempt\":1,\"dispatch\":1},"
                        + "{\"version\":7,\"at\":\"2026-03-01T10:00:00.500Z\",\"type\":\"node_cancelled\",\"node\":\"a\"}"
                        + "],\"next\":7}");
        assertThat(EventAnswers.page(id, List.of(), 3)).containsEntry("next", 3);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(EventAnswersTest::leaves)
                : Stream.of(type);
    }

    private static String golden(String type) {
        try (InputStream in = EventAnswersTest.class.getResourceAsStream("/golden/answers/v1/" + type + ".json")) {
            if (in == null) {
                throw new AssertionError("no golden file of " + type);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.orchestrator.adapters.out.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.domain.execution.Snapshot;
import dev.orchestrator.domain.execution.Started;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.domain.execution.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final String GOLDEN = "snapshot/v1/Snapshot.json";
    private static final Instant CHANGED = Instant.parse("2026-03-01T10:00:03Z");
    private static final Instant LATER = Instant.parse("2026-03-01T11:00:00Z");

    private static final Snapshot SAMPLE = sample(null, null);

    private static Snapshot sample(@Nullable TraceContext trace, @Nullable RequestKey key) {
        return sample(trace, key, Map.of());
    }

    private static Snapshot sample(
            @Nullable TraceContext trace, @Nullable RequestKey key, Map<NodeId, Map<String, Object>> configs) {
        return new Snapshot(
                new WorkflowId(UUID.fromString("00000000-0000-3000-8000-000000000001")),
                7,
                new Lifecycle(
                        ExecutionStatus.RUNNING,
                        1,
                        Instant.parse("2026-03-01T10:00:00Z"),
                        Instant.parse("2026-03-01T10:00:00.5Z"),
                        Instant.parse("2026-03-02T10:00:00Z"),
                        null,
                        ""),
                Map.of("n", 1),
                new Simulation(5, false),
                trace,
                key,
                List.of(retrying(), deferred(), skipped()),
                configs);
    }

    @Test
    void theHoldOfABreakerIsKeptBesideWhatTheHandlerAskedFor() {
        String golden = Golden.read("snapshot/v1/SnapshotHeld.json");
        Snapshot held =
                new Snapshot(SAMPLE.workflow(), 7, SAMPLE.lifecycle(), Map.of(), null, null, null, List.of(held()));
        assertThat(SnapshotCodec.decode(golden)).isEqualTo(held);
        assertThat(SnapshotCodec.encode(held)).isEqualTo(golden);
    }

    private static NodeExecution retrying() {
        return new NodeExecution(
                NodeState.RETRYING,
                1,
                2,
                new Upstream(0, 1, 2, 3),
                CHANGED,
                Instant.parse("2026-03-01T10:00:05Z"),
                null,
                null,
                new Report(
                        "w-1", Instant.parse("2026-03-01T10:00:01.5Z"), Instant.parse("2026-03-01T10:00:02.123456Z")),
                new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "try \"later\" ü"),
                null,
                List.of());
    }

    private static NodeExecution deferred() {
        Deferral wish = new Deferral(LATER, "DELAY");
        Upstream none = new Upstream(0, 0, 0, 0);
        return new NodeExecution(
                NodeState.QUEUED, 1, 1, none, CHANGED, LATER, wish, null, Report.NONE, null, null, List.of());
    }

    private static NodeExecution held() {
        Deferral own = new Deferral(CHANGED, "DELAY");
        Deferral hold = new Deferral(LATER, "HTTP_503", "call_external_service/api.example.com:443");
        Upstream none = new Upstream(0, 0, 0, 0);
        return new NodeExecution(
                NodeState.QUEUED, 1, 2, none, CHANGED, LATER, own, hold, Report.NONE, null, null, List.of());
    }

    private static NodeExecution skipped() {
        Upstream one = new Upstream(0, 0, 1, 0);
        return new NodeExecution(
                NodeState.SKIPPED,
                0,
                0,
                one,
                null,
                null,
                null,
                null,
                Report.NONE,
                null,
                SkipReason.RULE_NOT_MET,
                List.of());
    }

    @Test
    void whatWasWrittenOnceStaysReadable() {
        assertThat(SnapshotCodec.decode(Golden.read(GOLDEN))).isEqualTo(SAMPLE);
    }

    @Test
    void theNewestFormIsWritten() {
        assertThat(SnapshotCodec.encode(SAMPLE)).isEqualTo(Golden.read(GOLDEN));
    }

    @Test
    void aStartThatMayHappenOnceIsKept() {
        Started started = new Started(new Claim("w-1", "0d5e", Duration.ofSeconds(25)), LATER);
        NodeExecution node = new NodeExecution(
                NodeState.QUEUED,
                1,
                1,
                new Upstream(0, 0, 0, 0),
                CHANGED,
                null,
                null,
                null,
                Report.NONE,
                null,
                null,
                List.of(),
                started);
        Snapshot snapshot =
                new Snapshot(SAMPLE.workflow(), 7, SAMPLE.lifecycle(), Map.of(), null, null, null, List.of(node));
        String text = SnapshotCodec.encode(snapshot);
        assertThat(SnapshotCodec.decode(text)).isEqualTo(snapshot);
        assertThat(text)
                .contains("\"started\":{\"worker\":\"w-1\",\"nonce\":\"0d5e\",\"leaseMillis\":25000,\"at\":\"" + LATER
                        + "\"}");
    }

    @Test
    void dispatchesWhoseWorkersMayStillSpeakAreKept() {
        NodeExecution silent = new NodeExecution(
                NodeState.CANCELLED,
                1,
                4,
                new Upstream(0, 0, 0, 0),
                CHANGED,
                null,
                null,
                null,
                Report.NONE,
                null,
                null,
                List.of(1, 4));
        Snapshot snapshot =
                new Snapshot(SAMPLE.workflow(), 7, SAMPLE.lifecycle(), Map.of(), null, null, null, List.of(silent));
        String golden = Golden.read("snapshot/v1/SnapshotUnheard.json");
        assertThat(SnapshotCodec.decode(golden)).isEqualTo(snapshot);
        assertThat(SnapshotCodec.encode(snapshot)).isEqualTo(golden);
    }

    @Test
    void aTraceIsKept() {
        String golden = Golden.read("snapshot/v1/SnapshotTraced.json");
        Snapshot traced = sample(new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), null);
        assertThat(SnapshotCodec.decode(golden)).isEqualTo(traced);
        assertThat(SnapshotCodec.encode(traced)).isEqualTo(golden);
    }

    @Test
    void aRequestsKeyIsKept() {
        String golden = Golden.read("snapshot/v1/SnapshotKeyed.json");
        Snapshot keyed = sample(null, new RequestKey("ci", "order 4711", "ab12"));
        assertThat(SnapshotCodec.decode(golden)).isEqualTo(keyed);
        assertThat(SnapshotCodec.encode(keyed)).isEqualTo(golden);
    }

    @Test
    void aPatchedConfigIsKept() {
        String golden = Golden.read("snapshot/v1/SnapshotPatched.json");
        Snapshot patched = sample(null, null, Map.of(new NodeId("b"), Map.of("url", "https://x.example/{{ a.id }}")));
        assertThat(SnapshotCodec.decode(golden)).isEqualTo(patched);
        assertThat(SnapshotCodec.encode(patched)).isEqualTo(golden);
    }
}

package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Event SUBMITTED = new Event.Submitted(new WorkflowId(new UUID(1, 2)));
    private static final Event TRIGGERED = new Event.Triggered(Map.of(), null, Instant.EPOCH);
    private static final Event QUEUED = new Event.NodeQueued(new NodeId("a"), 1, 1);
    private static final Event REVIVED = new Event.Revived(Instant.EPOCH);
    private static final Event.Ended FAILED = new Event.Ended(ExecutionStatus.FAILED, "NODE_FAILED");

    @Test
    void tellsWhereTheExecutionStandsAfterIt() {
        assertThat(entry(SUBMITTED).status()).isEqualTo(ExecutionStatus.PENDING);
        assertThat(entry(SUBMITTED, TRIGGERED, QUEUED).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(entry(QUEUED).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(entry(QUEUED, FAILED).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(entry(REVIVED, QUEUED).status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void tellsHowTheExecutionEndedWithIt() {
        assertThat(entry(QUEUED, FAILED).end()).contains(FAILED);
        assertThat(entry(QUEUED).end()).isEmpty();
        assertThat(entry(FAILED, REVIVED).end()).isEmpty();
    }

    @Test
    void aLateReportSaysHowTheExecutionHadEnded() {
        assertThat(entry(late(null)).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(entry(late(null)).end()).isEmpty();
        assertThat(entry(late(FAILED)).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(entry(late(FAILED)).end()).contains(FAILED);
        assertThat(entry(late(FAILED), REVIVED).end()).isEmpty();
    }

    private static Event late(Event.@Nullable Ended end) {
        return new Event.NodeReportedLate(new NodeId("a"), 1, LateOutcome.SUCCEEDED, null, Report.NONE, end);
    }

    private static Entry entry(Event... events) {
        return new Entry(1, Instant.EPOCH, List.of(events));
    }
}

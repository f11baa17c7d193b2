package dev.orchestrator.ports.out;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.adapters.out.postgres.StoredDefinition;
import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.Snapshot;
import dev.orchestrator.domain.execution.Upstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One execution of a workflow of two nodes, a then b, told to a journal version by version. */
public record Story(ExecutionId id, Submission submission, Workflow workflow) {
    public static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
    public static final Defaults DEFAULTS = new Defaults(
            new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, RetryPolicy.DEFAULT_ON),
            Duration.ofSeconds(60),
            Duration.ofSeconds(900),
            Duration.ofHours(24));
    public static final NodeId A = new NodeId("a");
    public static final NodeId B = new NodeId("b");

    public static Story begin() {
        return begin("orders");
    }

    /** One whose id is of this time. */
    public static Story at(Instant time) {
        Story now = begin();
        return new Story(new ExecutionId(UuidCreator.getTimeOrderedEpoch(time)), now.submission(), now.workflow());
    }

    public static Story begin(String name) {
        Object definition = Json.STORED.parse("{\"name\":\"" + name + "\",\"dag\":{\"nodes\":[{\"id\":\"a\","
                + "\"handler\":\"echo\"},{\"id\":\"b\",\"handler\":\"fail\",\"dependencies\":[\"a\"]}]}}");
        String stored = StoredDefinition.write(definition, DEFAULTS);
        WorkflowId workflow = new WorkflowId(UUID.nameUUIDFromBytes(stored.getBytes(StandardCharsets.UTF_8)));
        return new Story(
                new ExecutionId(UuidCreator.getTimeOrderedEpoch()),
                new Submission(workflow, name, stored),
                DefinitionReader.ofStored(DEFAULTS).read(definition).workflow());
    }

    public Append submitted() {
        return told(1, ExecutionStatus.PENDING, List.of(new Event.Submitted(submission.id())));
    }

    public Append triggered(int version) {
        return told(
                version,
                ExecutionStatus.RUNNING,
                List.of(
                        new Event.Triggered(Map.of("n", version), null, AT.plusSeconds(60)),
                        new Event.NodeQueued(A, 1, 1)));
    }

    public Append ended(int version, ExecutionStatus how) {
        return told(version, how, List.of(new Event.Ended(how, "because")));
    }

    /** A version that changes nothing of the lifecycle. */
    public Append queued(int version) {
        return told(version, ExecutionStatus.RUNNING, List.of(new Event.NodeQueued(B, 1, version)));
    }

    public Append completed(int version, String output) {
        Append bare = told(version, ExecutionStatus.RUNNING, List.of(new Event.NodeCompleted(A, version, Report.NONE)));
        NodeOutput document = new NodeOutput(A, version, JsonDocument.of(output));
        return new Append(bare.state(), bare.entry(), List.of(document), null, false);
    }

    public Append told(int version, ExecutionStatus status, List<Event> events) {
        return new Append(
                state(version, status),
                new Entry(version, AT.plusMillis(version), events),
                List.of(),
                version == 1 ? submission : null,
                false);
    }

    public static Append withSnapshot(Append append) {
        return new Append(append.state(), append.entry(), append.outputs(), append.created(), true);
    }

    public Journal.OutputKey output(int version) {
        return new Journal.OutputKey(id, A, version);
    }

    private ExecutionState state(int version, ExecutionStatus status) {
        boolean started = status != ExecutionStatus.PENDING;
        Lifecycle lifecycle = new Lifecycle(
                status,
                started ? 1 : 0,
                AT,
                started ? AT.plusMillis(2) : null,
                started ? AT.plusSeconds(60) : null,
                status.isEnded() ? AT.plusMillis(version) : null,
                status.isEnded() ? "because" : "");
        return ExecutionState.restore(
                id,
                workflow,
                new Snapshot(
                        submission.id(),
                        version,
                        lifecycle,
                        Map.of(),
                        null,
                        null,
                        null,
                        List.of(node(version), node(0)),
                        Map.of()));
    }

    private static NodeExecution node(int dispatch) {
        return new NodeExecution(
                dispatch == 0 ? NodeState.PENDING : NodeState.QUEUED,
                Math.min(dispatch, 1),
                dispatch,
                new Upstream(0, 0, 0, 0),
                dispatch == 0 ? null : AT,
                null,
                null,
                null,
                Report.NONE,
                null,
                null,
                List.of());
    }
}

package dev.orchestrator.checker;

import static dev.orchestrator.simulation.NodeSpec.node;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.simulation.Value;
import dev.orchestrator.simulation.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Evidence of one execution, written by hand: {@code a} fails once and is repeated, {@code b} becomes a dead letter and takes
 * {@code c} and {@code d} down, an operator retries it, and the rest goes well. Tests spoil it in one place.
 */
final class Sketch {
    static final NodeId A = new NodeId("a");
    static final NodeId B = new NodeId("b");
    static final NodeId C = new NodeId("c");
    static final NodeId D = new NodeId("d");
    static final ExecutionId ID = new ExecutionId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
    static final Failure FLAKY = new Failure(ErrorCategory.RETRYABLE, "FLAKY", "again");
    static final Failure BROKEN = new Failure(ErrorCategory.PERMANENT, "BROKEN", "never");
    static final Failure LOST = new Failure(ErrorCategory.WORKER_LOST, "WORKER_LOST", "silent");
    static final Report REPORT = new Report("w1", at(0), at(0));
    static final Map<String, Object> PARAMS = Map.of("p", 1);

    Workflow workflow = WorkflowSpec.workflow(
                    node("a").attempts(2),
                    node("b", "a").config(Map.of("v", "{{ a.x }}")),
                    node("c", "a").atMostOnce(),
                    node("d", "b", "c").when("{{ b.x }} == 7"))
            .build();
    final List<Entry> entries = new ArrayList<>(List.of(
            entry(1, 0, new Event.Submitted(new WorkflowId(ID.value()))),
            entry(2, 1, new Event.Triggered(PARAMS, null, at(3600)), queued(A, 1, 1)),
            entry(3, 2, new Event.NodeRetryScheduled(A, 1, FLAKY, at(3.2), REPORT)),
            entry(4, 3.2, queued(A, 2, 2)),
            entry(5, 4, completed(A, 2), queued(B, 1, 1), queued(C, 1, 1)),
            entry(
                    6,
                    5,
                    new Event.NodeFailed(B, 1, BROKEN, true, REPORT),
                    new Event.NodeCancelled(C),
                    new Event.NodeCancelled(D),
                    new Event.Ended(ExecutionStatus.FAILED, "NODE_FAILED")),
            entry(
                    7,
                    10,
                    new Event.Revived(at(3610)),
                    new Event.NodeRevived(B),
                    new Event.NodeRevived(C),
                    new Event.NodeRevived(D),
                    queued(B, 1, 2),
                    queued(C, 1, 2)),
            entry(8, 11, completed(B, 2)),
            entry(
                    9,
                    12,
                    completed(C, 2),
                    new Event.NodeSkipped(D, SkipReason.CONDITION_FALSE),
                    new Event.Ended(ExecutionStatus.COMPLETED, ""))));
    final Map<Dispatch, Document> outputs = new HashMap<>(
            Map.of(new Dispatch(A, 2), output(1), new Dispatch(B, 2), output(2), new Dispatch(C, 2), output(3)));
    final Map<Integer, Instant> durableAt = new HashMap<>();
    final List<Line> ledger = new ArrayList<>(List.of(
            start(A, 1, 1, 1.1, Map.of()),
            line(What.FAILED, A, 1, 1, 1.9),
            start(A, 2, 2, 3.3, Map.of()),
            end(A, 2, 2, 3.9, 1),
            start(B, 1, 1, 4.1, Map.of("v", 1)),
            line(What.FAILED, B, 1, 1, 4.9),
            start(C, 1, 1, 4.2, Map.of()),
            line(What.STOPPED, C, 1, 1, 6),
            start(B, 1, 2, 10.1, Map.of("v", 1)),
            end(B, 1, 2, 10.9, 2),
            start(C, 1, 2, 10.2, Map.of()),
            end(C, 1, 2, 11.9, 3)));
    final List<Evidence.Request> requests =
            new ArrayList<>(List.of(new Evidence.Request("test", ID, PARAMS, true, at(1), null)));
    final List<Evidence.Cancel> cancels = new ArrayList<>(List.of(new Evidence.Cancel(ID, at(13), false)));
    final List<Evidence.Retry> retries =
            new ArrayList<>(List.of(new Evidence.Retry(ID, B, at(10), true), new Evidence.Retry(ID, B, at(10), false)));
    final List<Evidence.Sighting> sightings = new ArrayList<>(List.of(
            sighting(1, 0.5, ExecutionStatus.PENDING, Map.of(A, NodeState.PENDING)),
            sighting(2, 1.5, ExecutionStatus.RUNNING, Map.of(A, NodeState.RUNNING)),
            sighting(4, 3.5, ExecutionStatus.RUNNING, Map.of(A, NodeState.QUEUED, B, NodeState.QUEUED)),
            sighting(9, 12.5, ExecutionStatus.COMPLETED, Map.of(A, NodeState.COMPLETED, D, NodeState.SKIPPED))));
    final List<Evidence.Results> results =
            new ArrayList<>(List.of(new Evidence.Results(ID, Map.of(A, output(1), B, output(2), C, output(3)))));
    final List<Evidence.Notice> notices = new ArrayList<>(List.of(
            new Evidence.Notice(ID, ExecutionStatus.FAILED, at(5)),
            new Evidence.Notice(ID, ExecutionStatus.COMPLETED, at(12))));
    final List<Evidence.Letter> letters =
            new ArrayList<>(List.of(new Evidence.Letter(ID, B, 1, DeadLetters.Status.RETRIED)));
    final List<String> leftovers = new ArrayList<>();
    final List<Evidence.Fault> faults = new ArrayList<>();
    ExecutionStatus row = ExecutionStatus.COMPLETED;
    long reconciled;

    Evidence evidence() {
        return new Evidence(
                Map.of(ID, new Evidence.History(workflow, entries, outputs, row, durableAt)),
                new Evidence.Clients(requests, cancels, retries, sightings, results, notices),
                ledger,
                new Evidence.Rest(letters, leftovers, reconciled),
                faults,
                new Evidence.Conditions(Duration.ofSeconds(2), Duration.ofMillis(10), Set.of("echo"), Set.of()));
    }

    /** Puts other events into a version. */
    void says(int version, Event... events) {
        entries.set(version - 1, new Entry(version, entries.get(version - 1).at(), Arrays.asList(events)));
    }

    /** Changes the events of a version. */
    void change(int version, UnaryOperator<List<Event>> change) {
        Entry old = entries.get(version - 1);
        List<Event> events = change.apply(new ArrayList<>(old.events()));
        entries.set(version - 1, new Entry(old.version(), old.at(), events));
    }

    /** Forgets what came after a version. */
    void stopAfter(int version) {
        entries.removeIf(entry -> entry.version() > version);
        sightings.removeIf(it -> it.version() > version);
    }

    static Evidence.Sighting sighting(
            int version, double seconds, ExecutionStatus status, Map<NodeId, NodeState> nodes) {
        return new Evidence.Sighting("reader", ID, at(seconds), version, status, nodes);
    }

    static Line start(NodeId node, int attempt, int dispatch, double seconds, Map<String, Object> input) {
        return new Line(
                What.START, ID, node, attempt, dispatch, "w1", at(seconds), at(seconds), new Value(input), null);
    }

    static Line end(NodeId node, int attempt, int dispatch, double seconds, int output) {
        return new Line(What.END, ID, node, attempt, dispatch, "w1", at(seconds), null, null, output(output));
    }

    static Line line(What what, NodeId node, int attempt, int dispatch, double seconds) {
        return new Line(what, ID, node, attempt, dispatch, "w1", at(seconds), null, null, null);
    }

    static Event queued(NodeId node, int attempt, int dispatch) {
        return new Event.NodeQueued(node, attempt, dispatch);
    }

    static Event completed(NodeId node, int dispatch) {
        return new Event.NodeCompleted(node, dispatch, REPORT);
    }

    static Entry entry(int version, double seconds, Event... events) {
        return new Entry(version, at(seconds), Arrays.asList(events));
    }

    static Document output(int x) {
        return new Value(Map.of("x", x));
    }

    static Instant at(double seconds) {
        return Instant.parse("2026-01-01T00:00:00Z").plusMillis(Math.round(seconds * 1_000));
    }
}

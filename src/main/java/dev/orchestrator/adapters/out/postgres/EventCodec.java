package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.Event.Ended;
import dev.orchestrator.domain.execution.Event.NodeCancelled;
import dev.orchestrator.domain.execution.Event.NodeCompleted;
import dev.orchestrator.domain.execution.Event.NodeDeferred;
import dev.orchestrator.domain.execution.Event.NodeFailed;
import dev.orchestrator.domain.execution.Event.NodeQueued;
import dev.orchestrator.domain.execution.Event.NodeReportedLate;
import dev.orchestrator.domain.execution.Event.NodeRetryScheduled;
import dev.orchestrator.domain.execution.Event.NodeRevived;
import dev.orchestrator.domain.execution.Event.NodeSkipped;
import dev.orchestrator.domain.execution.Event.NodeStarted;
import dev.orchestrator.domain.execution.Event.Revived;
import dev.orchestrator.domain.execution.Event.Submitted;
import dev.orchestrator.domain.execution.Event.Triggered;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.LateOutcome;
import dev.orchestrator.domain.execution.SkipReason;
import java.util.List;
import java.util.UUID;

/**
 * The events of one version as JSON text: {@code {"v":1,"events":[{"type":"queued",…},…]}}.
 *
 * <p>The names are for ever: what was written once must stay readable. A field may be added when its absence means
 * what the past meant; any other change takes a new {@code v} and keeps reading the old one.
 */
final class EventCodec {
    private static final int VERSION = 1;

    private EventCodec() {}

    static String encode(List<Event> events) {
        FieldWriter out = new FieldWriter().open().number("v", VERSION).openList("events");
        Event.Cases<FieldWriter> writers = writers(out);
        for (Event event : events) {
            out.open();
            event.match(writers);
            out.close();
        }
        return out.closeList().close().done();
    }

    static List<Event> decode(String text) {
        return Fields.of(text, VERSION).list("events").stream()
                .map(event -> read(Fields.of(event)))
                .toList();
    }

    private static Event.Cases<FieldWriter> writers(FieldWriter out) {
        return new Event.Cases<>(
                e -> type(out, "submitted").text("workflow", e.workflow().toString()),
                e -> type(out, "triggered")
                        .tree("params", e.params())
                        .simulation(e.simulation())
                        .time("timeoutAt", e.timeoutAt())
                        .trace(e.trace())
                        .key(e.key()),
                e -> node(out, "queued", e.node().value(), e.dispatch()).number("attempt", e.attempt()),
                e -> node(out, "started", e.node().value(), e.dispatch()).claim(e.claim()),
                e -> node(out, "completed", e.node().value(), e.dispatch()).report(e.report()),
                e -> node(out, "retry", e.node().value(), e.dispatch())
                        .failure(e.failure())
                        .time("retryAt", e.retryAt())
                        .report(e.report()),
                e -> node(out, "deferred", e.node().value(), e.dispatch()).deferral("deferral", e.deferral()),
                e -> node(out, "failed", e.node().value(), e.dispatch())
                        .failure(e.failure())
                        .flag("deadLetter", e.deadLetter())
                        .report(e.report()),
                e -> type(out, "skipped").text("node", e.node().value()).word("reason", e.reason()),
                e -> type(out, "cancelled").text("node", e.node().value()),
                e -> node(out, "late", e.node().value(), e.dispatch())
                        .word("outcome", e.outcome())
                        .failure(e.failure())
                        .report(e.report())
                        .end(e.end()),
                e -> type(out, "node_revived").text("node", e.node().value()).treeIfAny("config", e.config()),
                e -> type(out, "revived").time("timeoutAt", e.timeoutAt()),
                e -> type(out, "ended").word("status", e.status()).text("reason", e.reason()));
    }

    private static FieldWriter type(FieldWriter out, String type) {
        return out.text("type", type);
    }

    private static FieldWriter node(FieldWriter out, String type, String node, int dispatch) {
        return type(out, type).text("node", node).number("dispatch", dispatch);
    }

    private static Event read(Fields in) {
        String type = in.text("type");
        return switch (type) {
            case "submitted" -> new Submitted(new WorkflowId(UUID.fromString(in.text("workflow"))));
            case "triggered" ->
                new Triggered(
                        in.tree("params"),
                        in.simulationOrNull(),
                        in.time("timeoutAt"),
                        in.traceOrNull(),
                        in.keyOrNull());
            case "queued" -> new NodeQueued(in.node(), in.number("attempt"), in.dispatch());
            case "started" -> new NodeStarted(in.node(), in.dispatch(), in.claim());
            case "completed" -> new NodeCompleted(in.node(), in.dispatch(), in.report());
            case "retry" ->
                new NodeRetryScheduled(in.node(), in.dispatch(), in.failure(), in.time("retryAt"), in.report());
            case "deferred" -> new NodeDeferred(in.node(), in.dispatch(), in.deferral("deferral"));
            case "failed" -> new NodeFailed(in.node(), in.dispatch(), in.failure(), in.flag("deadLetter"), in.report());
            case "skipped" -> new NodeSkipped(in.node(), in.word("reason", SkipReason.class));
            case "cancelled" -> new NodeCancelled(in.node());
            case "late" ->
                new NodeReportedLate(
                        in.node(),
                        in.dispatch(),
                        in.word("outcome", LateOutcome.class),
                        in.failureOrNull(),
                        in.report(),
                        in.endOrNull());
            case "node_revived" -> new NodeRevived(in.node(), in.treeOrNull("config"));
            case "revived" -> new Revived(in.time("timeoutAt"));
            case "ended" -> new Ended(in.word("status", ExecutionStatus.class), in.text("reason"));
            default -> throw new IllegalStateException("an event of a later release: " + type);
        };
    }
}

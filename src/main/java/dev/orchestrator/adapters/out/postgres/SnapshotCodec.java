package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.domain.execution.Snapshot;
import dev.orchestrator.domain.execution.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot as JSON text. The same rules for changes hold as for {@link EventCodec}. */
final class SnapshotCodec {
    private static final int VERSION = 1;

    private SnapshotCodec() {}

    static String encode(Snapshot snapshot) {
        FieldWriter out = new FieldWriter()
                .open()
                .number("v", VERSION)
                .text("workflow", snapshot.workflow().toString())
                .number("version", snapshot.version());
        write(out, snapshot.lifecycle());
        out.tree("params", snapshot.params())
                .simulation(snapshot.simulation())
                .trace(snapshot.trace())
                .key(snapshot.key())
                .openList("nodes");
        snapshot.nodes().forEach(node -> write(out, node));
        return out.closeList()
                .treeIfAny("configs", configs(snapshot.configs()))
                .close()
                .done();
    }

    /** By name, so that equal states give equal texts; null where there are none. */
    private static @Nullable Map<String, Object> configs(Map<NodeId, Map<String, Object>> configs) {
        Map<String, Object> sorted = new TreeMap<>();
        configs.forEach((node, config) -> sorted.put(node.value(), config));
        return sorted.isEmpty() ? null : sorted;
    }

    private static Map<NodeId, Map<String, Object>> configs(Fields in) {
        if (!in.map().containsKey("configs")) {
            return Map.of();
        }
        Fields configs = in.object("configs");
        Map<NodeId, Map<String, Object>> result = new HashMap<>();
        configs.map().keySet().forEach(name -> result.put(new NodeId((String) name), configs.tree((String) name)));
        return result;
    }

    static Snapshot decode(String text) {
        Fields in = Fields.of(text, VERSION);
        return new Snapshot(
                new WorkflowId(UUID.fromString(in.text("workflow"))),
                in.number("version"),
                lifecycle(in.object("lifecycle")),
                in.tree("params"),
                in.simulationOrNull(),
                in.traceOrNull(),
                in.keyOrNull(),
                in.list("nodes").stream().map(node -> node(Fields.of(node))).toList(),
                configs(in));
    }

    private static void write(FieldWriter out, Lifecycle lifecycle) {
        out.open("lifecycle")
                .word("status", lifecycle.status())
                .number("run", lifecycle.run())
                .time("submittedAt", lifecycle.submittedAt())
                .time("triggeredAt", lifecycle.triggeredAt())
                .time("timeoutAt", lifecycle.timeoutAt())
                .time("endedAt", lifecycle.endedAt())
                .text("reason", lifecycle.reason())
                .close();
    }

    private static Lifecycle lifecycle(Fields in) {
        return new Lifecycle(
                in.word("status", ExecutionStatus.class),
                in.number("run"),
                in.time("submittedAt"),
                in.timeOrNull("triggeredAt"),
                in.timeOrNull("timeoutAt"),
                in.timeOrNull("endedAt"),
                in.text("reason"));
    }

    private static void write(FieldWriter out, NodeExecution node) {
        out.open()
                .word("state", node.state())
                .number("attempt", node.attempt())
                .number("dispatch", node.dispatch())
                .openList("upstream")
                .value(node.upstream().waiting())
                .value(node.upstream().completed())
                .value(node.upstream().skipped())
                .value(node.upstream().failed())
                .closeList()
                .time("changedAt", node.changedAt())
                .time("wakeAt", node.wakeAt())
                .deferral("deferral", node.deferral())
                .deferral("hold", node.hold())
                .report(node.report())
                .failure(node.failure())
                .word("skipReason", node.skipReason())
                .started(node.started());
        if (!node.unheard().isEmpty()) {
            out.openList("unheard");
            node.unheard().forEach(out::value);
            out.closeList();
        }
        out.close();
    }

    private static NodeExecution node(Fields in) {
        return new NodeExecution(
                in.word("state", NodeState.class),
                in.number("attempt"),
                in.number("dispatch"),
                upstream(in.list("upstream")),
                in.timeOrNull("changedAt"),
                in.timeOrNull("wakeAt"),
                in.deferralOrNull("deferral"),
                in.deferralOrNull("hold"),
                in.report(),
                in.failureOrNull(),
                in.wordOrNull("skipReason", SkipReason.class),
                in.numbers("unheard"),
                in.startedOrNull());
    }

    private static Upstream upstream(List<?> counts) {
        return new Upstream(count(counts, 0), count(counts, 1), count(counts, 2), count(counts, 3));
    }

    private static int count(List<?> counts, int index) {
        return counts.get(index) instanceof Integer count ? count : 0;
    }
}

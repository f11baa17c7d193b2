package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Effect.DispatchTask;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import dev.orchestrator.ports.out.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Turns one change into the calls of {@code apply_change.lua}: one, or several when many tasks are to be sent. */
final class ChangeCalls {
    static final int MOST_TASKS = 1_000;
    private static final int MOST_CHARACTERS = 4_000_000;
    private static final Duration TOMBSTONE = Duration.ofSeconds(120);

    private final Change change;
    private final ExecutionState state;
    private final RedisShape shape;

    ChangeCalls(Change change, RedisShape shape) {
        this.change = change;
        this.state = change.state();
        this.shape = shape;
    }

    List<ScriptCall> calls() {
        List<ScriptCall> calls = new ArrayList<>();
        List<DispatchTask> chunk = new ArrayList<>();
        int characters = 0;
        for (DispatchTask task : tasks()) {
            if (chunk.size() == MOST_TASKS || characters + task.config().length() > MOST_CHARACTERS) {
                calls.add(partial(chunk));
                chunk.clear();
                characters = 0;
            }
            chunk.add(task);
            characters += task.config().length();
        }
        calls.add(last(chunk));
        return calls;
    }

    private List<DispatchTask> tasks() {
        return state.status().isEnded()
                ? List.of()
                : change.effects().stream()
                        .filter(DispatchTask.class::isInstance)
                        .map(DispatchTask.class::cast)
                        .toList();
    }

    private ScriptCall partial(List<DispatchTask> tasks) {
        ScriptCall call = head(false).with(tasks.size()).with(0).with(0).with(0);
        tasks.forEach(task -> add(call, task));
        return call;
    }

    private ScriptCall last(List<DispatchTask> tasks) {
        boolean ended = state.status().isEnded();
        List<Effect> timers = ended
                ? List.of()
                : change.effects().stream()
                        .filter(effect -> !(effect instanceof DispatchTask))
                        .toList();
        List<NodeExecution> shown = new ArrayList<>();
        List<NodeId> ids = ended ? List.of() : nodes(shown);
        ScriptCall call = head(true)
                .with(tasks.size())
                .with(timers.size())
                .with(ids.size())
                .with(change.receipts().size());
        tasks.forEach(task -> add(call, task));
        timers.forEach(timer -> add(call, timer));
        for (int i = 0; i < ids.size(); i++) {
            add(call, ids.get(i), shown.get(i));
        }
        for (Receipt receipt : change.receipts()) {
            call.with(Integer.parseInt(receipt.source()) % shape.lanes()).with(receipt.id());
        }
        return call;
    }

    private ScriptCall head(boolean last) {
        ShardKeys keys = new ShardKeys(shape.shardOf(state.id()));
        return new ScriptCall(
                        RedisScript.APPLY_CHANGE,
                        keys.incarnation(),
                        keys.view(state.id()),
                        keys.open(state.id()),
                        keys.tombstone(state.id()),
                        keys.deadlines(),
                        keys.timers())
                .with(state.id().toString())
                .with(mode())
                .with(change.baseVersion())
                .with(state.version())
                .with(last ? 1 : 0)
                .with(TOMBSTONE.toSeconds())
                .with(shape.lanes());
    }

    private String mode() {
        if (state.status().isEnded()) {
            return "end";
        }
        if (change.mode() == Mode.RESTORE) {
            return "restore";
        }
        return startsTheExecution() ? "first" : "delta";
    }

    /** A trigger sets the timeout of the first run, and before it nothing of the execution was live. */
    private boolean startsTheExecution() {
        return change.baseVersion() == 0
                || change.effects().stream()
                        .anyMatch(effect -> effect instanceof Effect.SetTimeout timeout && timeout.run() == 1);
    }

    /** The nodes to be written, and into the given list what they are now. */
    private List<NodeId> nodes(List<NodeExecution> shown) {
        List<NodeId> ids = new ArrayList<>();
        Dag dag = state.workflow().dag();
        if (change.mode() == Mode.RESTORE) {
            for (int i = 0; i < dag.size(); i++) {
                if (!LiveNodeCodec.encode(state.node(i)).isEmpty()) {
                    ids.add(dag.node(i).id());
                    shown.add(state.node(i));
                }
            }
            return ids;
        }
        Set<NodeId> changed = new LinkedHashSet<>(change.changed());
        changed.forEach(id -> {
            ids.add(id);
            shown.add(state.node(id));
        });
        return ids;
    }

    private void add(ScriptCall call, DispatchTask task) {
        Node node = Objects.requireNonNull(state.workflow().dag().find(task.node()));
        call.with(task.node().value())
                .with(task.dispatch())
                .with(node.policy().queue())
                .with(task.queuedAt().plus(node.policy().queueTimeout()).toEpochMilli())
                .with(node.policy().timeout().toMillis())
                .with(TaskCodec.body(task.attempt(), node.handler(), state.simulation(), task.deferral()))
                .with(task.config());
    }

    private static void add(ScriptCall call, Effect effect) {
        if (effect instanceof Effect.SetTimer timer) {
            call.with(timer.node().value())
                    .with(timer.dispatch())
                    .with(timer.at().toEpochMilli());
        } else if (effect instanceof Effect.SetTimeout timeout) {
            call.with("").with(timeout.run()).with(timeout.at().toEpochMilli());
        }
    }

    private static void add(ScriptCall call, NodeId id, NodeExecution node) {
        call.with(id.value())
                .with(LiveNodeCodec.encode(node))
                .with(node.isDispatched() ? node.dispatch() : 0)
                .with(node.wakeAt() == null ? 0 : node.dispatch());
    }

    /** The receipts of messages by shard: lane and id of each. */
    static List<String> lanesAndIds(Collection<Receipt> receipts, RedisShape shape, int shard) {
        List<String> result = new ArrayList<>();
        for (Receipt receipt : receipts) {
            int lane = Integer.parseInt(receipt.source());
            if (lane / shape.lanes() == shard) {
                result.add(Integer.toString(lane % shape.lanes()));
                result.add(receipt.id());
            }
        }
        return result;
    }
}

package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Policy;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Effect.DispatchTask;
import dev.orchestrator.domain.execution.Effect.GrantStart;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import dev.orchestrator.ports.out.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Turns one change into the calls of {@code apply_change.lua}: one, or several when it is wide. */
final class ChangeCalls {
    /** So many keep one call below a few milliseconds of Redis' time. */
    private static final int MOST_TASKS = 250;

    private static final int MOST_NODES = 1_000;
    private static final int MOST_CHARACTERS = 4_000_000;

    private final Change change;
    private final ExecutionState state;
    private final RedisShape shape;
    private final Instant sentAt;
    private final Duration grace;

    /**
     * @param sentAt the sender's time, to which all points in time of the change belong
     * @param grace how long an execution that ends is known as ended
     */
    ChangeCalls(Change change, RedisShape shape, Instant sentAt, Duration grace) {
        this.change = change;
        this.state = change.state();
        this.shape = shape;
        this.sentAt = sentAt;
        this.grace = grace;
    }

    List<ScriptCall> calls() {
        boolean ended = state.status().isEnded();
        List<List<DispatchTask>> tasks = ended ? List.of() : tasks();
        List<List<Effect>> timers = ended ? List.of() : chunks(timers(), MOST_NODES);
        List<List<NodeId>> nodes = ended ? List.of() : chunks(nodes(), MOST_NODES);
        List<List<GrantStart>> grants = ended ? List.of() : chunks(grants(), MOST_TASKS);
        int count = Math.max(Math.max(1, grants.size()), Math.max(tasks.size(), Math.max(timers.size(), nodes.size())));
        List<ScriptCall> calls = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Receipt> receipts = i == count - 1 ? change.receipts() : List.of();
            boolean last = i == count - 1;
            calls.add(call(last, part(tasks, i), part(grants, i), part(timers, i), part(nodes, i), receipts));
        }
        return calls;
    }

    private List<List<DispatchTask>> tasks() {
        List<List<DispatchTask>> chunks = new ArrayList<>();
        List<DispatchTask> chunk = new ArrayList<>();
        int characters = 0;
        for (Effect effect : change.effects()) {
            if (effect instanceof DispatchTask task) {
                if (chunk.size() == MOST_TASKS || characters + task.config().length() > MOST_CHARACTERS) {
                    chunks.add(chunk);
                    chunk = new ArrayList<>();
                    characters = 0;
                }
                chunk.add(task);
                characters += task.config().length();
            }
        }
        chunks.add(chunk);
        return chunks;
    }

    private List<Effect> timers() {
        return change.effects().stream()
                .filter(effect -> effect instanceof Effect.SetTimer || effect instanceof Effect.SetTimeout)
                .toList();
    }

    private List<GrantStart> grants() {
        return change.effects().stream()
                .filter(GrantStart.class::isInstance)
                .map(GrantStart.class::cast)
                .toList();
    }

    private List<NodeId> nodes() {
        return change.mode() == Mode.RESTORE
                ? state.workflow().dag().nodes().stream().map(Node::id).toList()
                : List.copyOf(change.changed());
    }

    private static <T> List<List<T>> chunks(List<T> all, int most) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            chunks.add(all.subList(from, Math.min(from + most, all.size())));
        }
        return chunks;
    }

    private static <T> List<T> part(List<List<T>> chunks, int index) {
        return index < chunks.size() ? chunks.get(index) : List.of();
    }

    private ScriptCall call(
            boolean last,
            List<DispatchTask> tasks,
            List<GrantStart> grants,
            List<Effect> timers,
            List<NodeId> nodes,
            List<Receipt> receipts) {
        ScriptCall call = head(last)
                .with(tasks.size())
                .with(timers.size())
                .with(nodes.size())
                .with(receipts.size())
                .with(grants.size());
        tasks.forEach(task -> add(call, task));
        grants.forEach(grant -> add(call, grant));
        timers.forEach(timer -> add(call, timer));
        nodes.forEach(id -> add(call, id, state.node(id)));
        receipts.forEach(receipt ->
                call.with(Integer.parseInt(receipt.source()) % shape.lanes()).with(receipt.id()));
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
                .with(Math.max(1, grace.toSeconds()))
                .with(shape.lanes())
                .with(sentAt.toEpochMilli());
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

    private void add(ScriptCall call, DispatchTask task) {
        Node node = Objects.requireNonNull(state.workflow().dag().find(task.node()));
        call.with(task.node().value())
                .with(task.dispatch())
                .with(node.policy().queue())
                .with(task.queuedAt().plus(node.policy().queueTimeout()).toEpochMilli())
                .with(node.policy().timeout().toMillis())
                .with(TaskCodec.body(
                        task.attempt(),
                        node.handler(),
                        state.simulation(),
                        task.deferral(),
                        state.trace(),
                        task.secrets(),
                        node.policy().atMostOnce()))
                .with(task.config());
    }

    private void add(ScriptCall call, GrantStart grant) {
        Policy policy = Objects.requireNonNull(state.workflow().dag().find(grant.node()))
                .policy();
        Claim claim = grant.started().claim();
        call.with(grant.node().value())
                .with(grant.dispatch())
                .with(claim.worker())
                .with(claim.nonce())
                .with(claim.lease().toMillis())
                .with(grant.started().at().toEpochMilli())
                .with(policy.queue())
                .with(policy.timeout().toMillis());
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

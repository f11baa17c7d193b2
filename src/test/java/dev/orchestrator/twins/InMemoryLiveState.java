package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.LiveNode;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.twins.OpenTask.Stage;
import dev.orchestrator.twins.OpenWork.Alarm;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The hot state of executions, in memory. */
final class InMemoryLiveState implements LiveState {
    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryLiveState(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public String store() {
        return calls.store();
    }

    @Override
    public CompletionStage<Reply> apply(Change change) {
        return calls.call(() -> calls.isKnown() ? applyKnown(change) : Reply.WIPED);
    }

    private Reply applyKnown(Change change) {
        Reply reply = judge(change);
        if (reply == Reply.GAP) {
            keys.views.remove(change.state().id());
            return reply;
        }
        if (reply == Reply.APPLIED) {
            write(change);
        }
        change.receipts().forEach(this::drop);
        if (reply == Reply.APPLIED && change.state().status() != ExecutionStatus.PENDING) {
            ExecutionState state = change.state();
            keys.progress.forEach(listener -> listener.accept(state.id(), state.version()));
        }
        return reply;
    }

    private Reply judge(Change change) {
        ExecutionState state = change.state();
        HotView view = keys.views.get(state.id());
        Integer stone = keys.tombstone(state.id());
        if (state.status() == ExecutionStatus.PENDING) {
            return Reply.APPLIED;
        }
        if ((stone != null && stone >= state.version()) || (view != null && view.version > state.version())) {
            return Reply.STALE;
        }
        if (state.status().isEnded() || change.mode() == Mode.RESTORE) {
            return Reply.APPLIED;
        }
        if (view != null) {
            return view.version == state.version()
                    ? Reply.STALE
                    : view.version == change.baseVersion() && isOfThisStore(view) && hasTimeout(state.id())
                            ? Reply.APPLIED
                            : Reply.GAP;
        }
        return stone == null && isFirst(change) ? Reply.APPLIED : Reply.GAP;
    }

    private boolean isOfThisStore(HotView view) {
        return Objects.equals(view.incarnation, keys.incarnation);
    }

    /** It is open as long as the execution runs: without it the open records were lost. */
    private boolean hasTimeout(ExecutionId id) {
        OpenWork work = keys.open.get(id);
        return work != null && work.timeout != null;
    }

    /** A first trigger starts from nothing, so it needs nothing to stand on. */
    private static boolean isFirst(Change change) {
        return change.baseVersion() == 0
                || change.effects().stream()
                        .anyMatch(effect -> effect instanceof Effect.SetTimeout timeout && timeout.run() == 1);
    }

    private void write(Change change) {
        ExecutionState state = change.state();
        if (state.status().isEnded()) {
            end(state);
        } else if (state.status() == ExecutionStatus.RUNNING) {
            OpenWork work = keys.open.computeIfAbsent(state.id(), any -> new OpenWork());
            change.effects().forEach(effect -> add(change, work, effect));
            show(change, work);
            keys.gone.remove(state.id());
        }
    }

    private void end(ExecutionState state) {
        OpenWork work = keys.open.remove(state.id());
        if (work != null) {
            work.tasks.values().forEach(keys::unqueue);
        }
        keys.views.remove(state.id());
        keys.gone.put(
                state.id(), new HotKeys.Tombstone(state.version(), keys.now().plus(HotKeys.TOMBSTONE)));
        keys.listeners.forEach(listener -> listener.accept(state.id()));
    }

    private void add(Change change, OpenWork work, Effect effect) {
        if (effect instanceof Effect.DispatchTask dispatch) {
            dispatch(change, work, dispatch);
        } else if (effect instanceof Effect.GrantStart grant) {
            grant(change, work, grant);
        } else if (effect instanceof Effect.SetTimer timer) {
            Alarm set = work.timers.get(timer.node());
            if (set == null || set.fence < timer.dispatch() || isToBeSet(change, set)) {
                work.timers.put(timer.node(), new Alarm(timer.dispatch(), calls.atTheStore(timer.at())));
            }
        } else if (effect instanceof Effect.SetTimeout timeout) {
            Alarm set = work.timeout;
            if (set == null || set.fence < timeout.run() || isToBeSet(change, set)) {
                work.timeout = new Alarm(timeout.run(), calls.atTheStore(timeout.at()));
            }
        }
    }

    /** A restore sets what has not fired anew, and what fired if its message was lost with it. */
    private boolean isToBeSet(Change change, Alarm set) {
        return change.mode() == Mode.RESTORE
                && !(set.fired && keys.isSaid(change.state().id(), set.message));
    }

    private void dispatch(Change change, OpenWork work, Effect.DispatchTask effect) {
        ExecutionState state = change.state();
        OpenTask open = work.tasks.get(effect.node());
        if (open != null && !isToBeReplaced(change, open, effect.dispatch())) {
            if (change.mode() == Mode.RESTORE && open.dispatch == effect.dispatch()) {
                open.shorten(keys.now());
            }
            return;
        }
        if (open != null) {
            keys.unqueue(open);
        }
        Node node = Objects.requireNonNull(state.workflow().dag().find(effect.node()));
        OpenTask fresh = new OpenTask(
                effect.dispatch(),
                node.policy().queue(),
                node.policy().timeout(),
                calls.atTheStore(effect.queuedAt().plus(node.policy().queueTimeout())));
        work.tasks.put(effect.node(), fresh);
        keys.queue(task(state, node, effect), fresh);
    }

    private void grant(Change change, OpenWork work, Effect.GrantStart effect) {
        OpenTask open = work.tasks.get(effect.node());
        if (open != null && (open.dispatch > effect.dispatch() || isSettled(change, open, effect))) {
            return;
        }
        if (open != null) {
            keys.unqueue(open);
        }
        Node node = Objects.requireNonNull(change.state().workflow().dag().find(effect.node()));
        OpenTask fresh = new OpenTask(
                effect.dispatch(), node.policy().queue(), node.policy().timeout(), Instant.EPOCH);
        fresh.grant(effect.started(), calls.atTheStore(effect.started().at()), keys.now());
        work.tasks.put(effect.node(), fresh);
    }

    /** Tells whether the record of this dispatch already says whose the start is, or how the dispatch ended. */
    private boolean isSettled(Change change, OpenTask open, Effect.GrantStart effect) {
        if (open.dispatch != effect.dispatch()) {
            return false;
        }
        boolean granted = effect.started().claim().nonce().equals(open.start);
        boolean restoring = change.mode() == Mode.RESTORE;
        if (open.stage == Stage.LEASED && granted && restoring) {
            open.shorten(keys.now());
        }
        boolean over = open.stage == Stage.DONE || open.stage == Stage.RECLAIMED;
        boolean told = granted && keys.isSaid(change.state().id(), open.message);
        return over ? !restoring || told : granted && open.stage == Stage.LEASED;
    }

    private boolean isToBeReplaced(Change change, OpenTask open, int dispatch) {
        boolean over = open.stage == Stage.DONE || open.stage == Stage.RECLAIMED;
        boolean lost = change.mode() == Mode.RESTORE
                && over
                && !keys.isSaid(change.state().id(), open.message);
        boolean unqueued = change.mode() == Mode.RESTORE && open.stage == Stage.QUEUED && !keys.isQueued(open);
        return open.dispatch < dispatch || (open.dispatch == dispatch && (lost || unqueued));
    }

    private static Task task(ExecutionState state, Node node, Effect.DispatchTask effect) {
        return new Task(
                state.id(),
                node.id(),
                effect.attempt(),
                effect.dispatch(),
                node.handler(),
                effect.config(),
                effect.secrets(),
                node.policy().timeout(),
                state.simulation(),
                effect.deferral(),
                state.trace(),
                new Receipt(node.policy().queue(), ""),
                node.policy().atMostOnce());
    }

    private void show(Change change, OpenWork work) {
        ExecutionState state = change.state();
        HotView view = keys.views.computeIfAbsent(state.id(), any -> new HotView());
        Collection<NodeId> nodes = change.changed();
        if (change.mode() == Mode.RESTORE) {
            view.nodes.clear();
            nodes = state.workflow().dag().nodes().stream().map(Node::id).toList();
        }
        for (NodeId id : nodes) {
            NodeExecution node = state.node(id);
            view.put(id, node);
            close(work, id, node);
        }
        view.version = state.version();
        view.incarnation = keys.incarnation;
        keys.onShown.accept(state.id());
    }

    /** Takes back what the node no longer has out. */
    private void close(OpenWork work, NodeId id, NodeExecution node) {
        OpenTask open = work.tasks.get(id);
        if (open != null && !(node.isDispatched() && open.dispatch == node.dispatch())) {
            keys.unqueue(open);
            work.tasks.remove(id);
        }
        Alarm timer = work.timers.get(id);
        if (timer != null && (node.wakeAt() == null || timer.fence != node.dispatch())) {
            work.timers.remove(id);
        }
    }

    @Override
    public CompletionStage<Void> acknowledge(Collection<Receipt> receipts) {
        List<Receipt> all = List.copyOf(receipts);
        return calls.call(() -> {
            if (calls.isKnown()) {
                all.forEach(this::drop);
            }
            return null;
        });
    }

    private void drop(Receipt receipt) {
        keys.lanes.get(Integer.parseInt(receipt.source())).acknowledge(Long.parseLong(receipt.id()));
    }

    @Override
    public CompletionStage<Optional<LiveExecution>> read(ExecutionId id) {
        return calls.call(() -> {
            HotView view = keys.views.get(id);
            return view == null || !calls.isKnown() ? Optional.empty() : Optional.of(overlaid(id, view));
        });
    }

    private LiveExecution overlaid(ExecutionId id, HotView view) {
        Map<NodeId, LiveNode> nodes = new TreeMap<>();
        view.nodes.forEach((node, shown) -> nodes.put(node, overlaid(shown, keys.openTask(id, node))));
        return new LiveExecution(view.version, nodes);
    }

    private static LiveNode overlaid(HotView.Node shown, @Nullable OpenTask open) {
        boolean running = shown.state() == NodeState.QUEUED
                && open != null
                && open.dispatch == shown.dispatch()
                && open.worker != null
                && !open.isAsking();
        return running
                ? new LiveNode(NodeState.RUNNING, shown.attempt(), shown.dispatch(), open.worker, open.startedAt)
                : new LiveNode(shown.state(), shown.attempt(), shown.dispatch(), null, null);
    }
}

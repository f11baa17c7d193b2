package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every version when it becomes durable, at every view when it is shown and at every lease when it is given: the
 * laws hold, the live state is the fold of the journal and never ahead of it, and nothing is leased that is not journaled.
 */
final class Watch {
    private static final String UNLOADED = "An execution cannot be loaded";

    private final SimulatedCluster cluster;
    private final Trail trail;
    private final Map<ExecutionId, List<ExecutionState>> folds = new HashMap<>();
    private final Map<ExecutionId, Map<Integer, Instant>> durable = new HashMap<>();
    private final Map<Task.Key, Instant> leases = new HashMap<>();
    private final Map<ExecutionId, Integer> unprovided = new HashMap<>();
    private boolean stateWasLost;
    private boolean isStormy;
    private @Nullable String broken;

    Watch(SimulatedCluster cluster, Trail trail) {
        this.cluster = cluster;
        this.trail = trail;
        cluster.store.onStored(this::stored);
        cluster.redis.onShown(this::shown);
        cluster.redis.onLease(this::leased);
    }

    /** From now on what was done may be open again in the hot store, for a while. */
    void stateIsLost() {
        stateWasLost = true;
    }

    boolean wasStormy() {
        return isStormy;
    }

    Map<Integer, Instant> durable(ExecutionId id) {
        return durable.getOrDefault(id, Map.of());
    }

    @Nullable
    Instant leasedAt(Task.Key key) {
        return leases.get(key);
    }

    /** Fails when anything was wrong so far. */
    void verify() {
        if (broken != null) {
            throw new AssertionError(broken);
        }
        List<String> bugs = new ArrayList<>(cluster.bugs.take());
        bugs.removeIf(bug -> isStormy && bug.startsWith(UNLOADED));
        assertThat(bugs).as("errors that the application logged").isEmpty();
    }

    /** From now on calls come to grief so often that an execution may look as if it could not be read. */
    void isStormy() {
        isStormy = true;
    }

    private void stored(ExecutionId id, Entry entry) {
        trail.note(id.toString().substring(24), "v" + entry.version() + " " + tell(entry));
        durable.computeIfAbsent(id, any -> new HashMap<>()).put(entry.version(), cluster.loop.now());
        try {
            folds.computeIfAbsent(id, any -> new ArrayList<>()).add(cluster.ledger.state(id));
        } catch (AssertionError unlawful) {
            complain(id + " v" + entry.version() + " breaks a law: " + unlawful.getMessage());
        }
    }

    private static String tell(Entry entry) {
        return entry.events().stream().map(Watch::tell).collect(Collectors.joining(", "));
    }

    private static String tell(Event event) {
        String name = event.getClass().getSimpleName();
        if (event instanceof Event.NodeQueued it) {
            return name + " " + it.node() + " " + it.attempt() + "#" + it.dispatch();
        } else if (event instanceof Event.NodeFailed it) {
            return name + " " + it.node() + "#" + it.dispatch() + " "
                    + it.failure().code();
        } else if (event instanceof Event.NodeRetryScheduled it) {
            return name + " " + it.node() + "#" + it.dispatch() + " "
                    + it.failure().code();
        } else if (event instanceof Event.Ended it) {
            return name + " " + it.status() + " " + it.reason();
        }
        return event instanceof Event.OfNode it ? name + " " + it.node() : name;
    }

    private void shown(ExecutionId id) {
        int version = cluster.redis.shownVersion(id);
        trail.note(id.toString().substring(24), "is shown at v" + version);
        List<ExecutionState> known = folds.getOrDefault(id, List.of());
        if (version > known.size()) {
            complain(id + " is shown at v" + version + ", and the journal has v" + known.size());
            return;
        }
        List<String> differences = cluster.redis.differences(known.get(version - 1));
        if (!differences.isEmpty()) {
            complain(id + " at v" + version + " is not the fold of its journal: " + differences);
        }
    }

    private void leased(Task task, String worker) {
        trail.note(worker, "takes " + told(task));
        leases.put(task.key(), cluster.loop.now());
        List<ExecutionState> known = folds.getOrDefault(task.execution(), List.of());
        ExecutionState state = known.isEmpty() ? null : known.get(known.size() - 1);
        if (state == null || state.node(task.node()).dispatch() < task.dispatch()) {
            complain(told(task) + " is leased before it is journaled");
        } else if (!stateWasLost && isCompleted(state, task)) {
            complain(told(task) + " is leased after its completion was journaled");
        }
    }

    private static boolean isCompleted(ExecutionState state, Task task) {
        var node = state.node(task.node());
        return node.state() == NodeState.COMPLETED && node.dispatch() == task.dispatch();
    }

    static String told(Task task) {
        return task.execution().toString().substring(24) + " " + task.node() + " " + task.attempt() + "#"
                + task.dispatch();
    }

    /** To be called again and again when nothing disturbs: no execution may be without a reason to wait so many times. */
    void everybodyWaitsForSomething(int most) {
        for (ExecutionId id : cluster.ledger.executions()) {
            ExecutionState state = Objects.requireNonNull(cluster.ledger.state(id));
            List<String> lacking = isRunning(state) ? cluster.redis.unprovided(state) : List.of();
            int times = lacking.isEmpty() ? 0 : unprovided.getOrDefault(id, 0) + 1;
            unprovided.put(id, times);
            if (times > most) {
                complain(id + " waits for nothing, and nobody notices: " + lacking);
            }
        }
    }

    private static boolean isRunning(ExecutionState state) {
        return state.lifecycle().triggeredAt() != null && !state.status().isEnded();
    }

    void complain(String what) {
        trail.note("WRONG", what);
        broken = broken == null ? what : broken;
    }
}

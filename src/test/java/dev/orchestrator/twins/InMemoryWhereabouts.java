package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Alarm;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.domain.explanation.Place;
import dev.orchestrator.ports.out.Whereabouts;
import dev.orchestrator.twins.OpenTask.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where open work is, in memory. */
final class InMemoryWhereabouts implements Whereabouts {
    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryWhereabouts(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Open> find(Question question) {
        if (question.nodes().size() > MOST_NODES) {
            throw new IllegalArgumentException("at most " + MOST_NODES + " nodes");
        }
        List<NodeId> nodes = List.copyOf(question.nodes());
        return calls.call(() -> open(question, nodes));
    }

    private Open open(Question question, List<NodeId> nodes) {
        Map<NodeId, Place> places = new HashMap<>();
        Map<NodeId, Alarm> alarms = new HashMap<>();
        OpenWork work = keys.open.get(question.execution());
        if (work == null || !calls.isKnown()) {
            return new Open(keys.now(), places, alarms, null);
        }
        for (NodeId node : nodes) {
            putIfAny(places, node, place(question, work.tasks.get(node), share(question, work, nodes)));
            putIfAny(alarms, node, alarm(question.execution(), work.timers.get(node)));
        }
        return new Open(keys.now(), places, alarms, alarm(question.execution(), work.timeout));
    }

    private static <T> void putIfAny(Map<NodeId, T> map, NodeId node, @Nullable T value) {
        if (value != null) {
            map.put(node, value);
        }
    }

    private int share(Question question, OpenWork work, List<NodeId> nodes) {
        long queues = nodes.stream()
                .map(work.tasks::get)
                .filter(task -> task != null && task.stage == Stage.QUEUED && isThere(task))
                .map(task -> task.queue)
                .distinct()
                .count();
        return (int) Math.max(1, question.mostCounted() / Math.max(1, queues));
    }

    private @Nullable Place place(Question question, @Nullable OpenTask task, int share) {
        if (task == null) {
            return null;
        } else if (task.stage == Stage.QUEUED) {
            return isThere(task)
                    ? new Place.InQueue(task.dispatch, task.queue, task.queueDeadline, ahead(task, share))
                    : null;
        } else if (task.stage == Stage.LEASED && task.worker != null && task.startedAt != null) {
            return new Place.AtWorker(
                    task.dispatch, task.worker, task.startedAt, task.due, task.startedAt.plus(task.timeout));
        }
        Instant said = saidAt(question.execution(), task.message);
        return said == null
                ? null
                : new Place.Reported(task.dispatch, task.worker, task.stage == Stage.RECLAIMED, said);
    }

    private boolean isThere(OpenTask task) {
        return keys.queues.getOrDefault(task.queue, new LinkedHashMap<>()).containsKey(task.entry);
    }

    private Ahead ahead(OpenTask task, int most) {
        int before = new ArrayList<>(keys.queues.get(task.queue).keySet()).indexOf(task.entry);
        return before < most ? new Ahead(before, true) : new Ahead(most, false);
    }

    private @Nullable Alarm alarm(ExecutionId execution, OpenWork.@Nullable Alarm set) {
        if (set == null) {
            return null;
        }
        Instant fired = set.fired ? saidAt(execution, set.message) : null;
        return set.fired && fired == null ? null : new Alarm(set.fence, set.at, fired);
    }

    private @Nullable Instant saidAt(ExecutionId execution, long message) {
        return keys.lanes.get(keys.laneOf(execution)).saidAt(message);
    }
}

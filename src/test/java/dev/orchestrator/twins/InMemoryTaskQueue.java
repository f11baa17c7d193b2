package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import dev.orchestrator.twins.OpenTask.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The workers' side of the work, in memory. */
final class InMemoryTaskQueue implements TaskQueue {
    private final HotKeys keys;
    private final HotCalls calls;
    private int turn;

    InMemoryTaskQueue(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<List<Task>> take(Demand demand) {
        return calls.await(keys.tasks, demand.patience(), () -> start(demand));
    }

    private List<Task> start(Demand demand) {
        calls.requireAdmitted();
        keys.read.addAll(demand.queues());
        List<String> queues = new ArrayList<>(demand.queues());
        if (!queues.isEmpty()) {
            Collections.rotate(queues, -(turn++ % queues.size()));
        }
        List<Task> taken = new ArrayList<>();
        boolean found = true;
        while (found) {
            found = false;
            for (String queue : queues) {
                Task next = taken.size() < demand.slots() ? next(queue, demand) : null;
                if (next != null) {
                    taken.add(next);
                    found = true;
                }
            }
        }
        return taken;
    }

    /** The first task of the queue that may still start. */
    private @Nullable Task next(String queue, Demand demand) {
        Iterator<Map.Entry<Long, Task>> entries = keys.queues
                .getOrDefault(queue, new LinkedHashMap<>())
                .entrySet()
                .iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Task> entry = entries.next();
            entries.remove();
            Task task = entry.getValue();
            OpenTask open = keys.openTask(task.execution(), task.node());
            if (open != null && open.stage == Stage.QUEUED && open.entry == entry.getKey()) {
                open.lease(demand.worker(), keys.now(), demand.lease());
                keys.onLease.accept(task, demand.worker());
                return withReceipt(task, new Receipt(queue, Long.toString(entry.getKey())));
            }
        }
        return null;
    }

    private static Task withReceipt(Task task, Receipt receipt) {
        return new Task(
                task.execution(),
                task.node(),
                task.attempt(),
                task.dispatch(),
                task.handler(),
                task.config(),
                task.secrets(),
                task.timeout(),
                task.simulation(),
                task.deferral(),
                task.trace(),
                receipt,
                task.atMostOnce());
    }

    @Override
    public CompletionStage<Map<Task.Key, Beat>> beat(String worker, Collection<Task.Key> held, Duration lease) {
        List<Task.Key> wanted = List.copyOf(held);
        return calls.call(() -> {
            calls.requireIdentified();
            Map<Task.Key, Beat> result = new LinkedHashMap<>();
            wanted.forEach(key -> result.put(key, beat(worker, key, lease)));
            return result;
        });
    }

    private Beat beat(String worker, Task.Key key, Duration lease) {
        OpenTask open = keys.openTask(key.execution(), key.node());
        if (open == null) {
            return withoutRecord(key);
        }
        if (open.dispatch != key.dispatch()) {
            return Beat.LOST;
        }
        if (open.stage == Stage.QUEUED) {
            // The store was rebuilt while this worker went on: it keeps what it has instead of running it twice.
            keys.unqueue(open);
            open.lease(worker, keys.now(), lease);
            return Beat.HELD;
        }
        if (!open.isLeasedBy(worker)) {
            return Beat.LOST;
        }
        open.extend(keys.now(), lease);
        return Beat.HELD;
    }

    private Beat withoutRecord(Task.Key key) {
        boolean known = keys.views.containsKey(key.execution())
                || keys.open.containsKey(key.execution())
                || keys.tombstone(key.execution()) != null;
        return known ? Beat.CANCEL : Beat.HELD;
    }

    @Override
    public CompletionStage<Start> askToStart(Task task, Claim claim) {
        return calls.call(() -> {
            calls.requireIdentified();
            return ask(task, claim);
        });
    }

    private Start ask(Task task, Claim claim) {
        OpenTask open = keys.openTask(task.execution(), task.node());
        if (open == null) {
            return withoutRecord(task.key()) == Beat.HELD ? Start.ASKED : Start.REFUSED;
        } else if (open.dispatch != task.dispatch()) {
            return Start.REFUSED;
        } else if (open.start != null) {
            boolean isMeant = open.start.equals(claim.nonce()) && open.stage == Stage.LEASED;
            return isMeant ? Start.GRANTED : Start.REFUSED;
        } else if (open.stage != Stage.QUEUED && !open.isLeasedBy(claim.worker())) {
            return Start.REFUSED;
        }
        if (open.asked == 0 || !keys.isSaid(task.execution(), open.asked)) {
            open.asked = keys.say(task.execution(), new Command.Start(task.node(), task.dispatch(), claim));
            if (open.stage == Stage.LEASED) {
                open.extend(keys.now(), claim.lease());
            }
        }
        return Start.ASKED;
    }

    @Override
    public CompletionStage<Void> complete(Task task, Outcome outcome, Report report) {
        return calls.call(() -> {
            calls.requireIdentified();
            close(task, outcome, report);
            return null;
        });
    }

    private void close(Task task, Outcome outcome, Report report) {
        OpenTask open = keys.openTask(task.execution(), task.node());
        Command said = new Command.Complete(task.node(), task.dispatch(), outcome, report);
        if (open == null || open.dispatch != task.dispatch()) {
            keys.say(task.execution(), said, task.trace());
        } else if (open.stage != Stage.DONE) {
            keys.unqueue(open);
            open.end(Stage.DONE, keys.say(task.execution(), said, task.trace()));
        }
    }

    @Override
    public CompletionStage<Void> handBack(String worker, Collection<Task> tasks) {
        List<Task> back = List.copyOf(tasks);
        return calls.call(() -> {
            calls.requireIdentified();
            back.forEach(task -> handBack(worker, task));
            return null;
        });
    }

    private void handBack(String worker, Task task) {
        OpenTask open = keys.openTask(task.execution(), task.node());
        if (open != null && open.dispatch == task.dispatch() && open.isLeasedBy(worker)) {
            open.queuedAgain(keys.now());
            keys.queue(task, open);
        }
    }
}

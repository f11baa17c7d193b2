package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.Upkeep;
import dev.orchestrator.twins.OpenTask.Stage;
import dev.orchestrator.twins.OpenWork.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** Timers, leases and reconciliation, in memory. */
final class InMemoryUpkeep implements Upkeep {
    private static final int LIVE_PAGE = 5;

    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryUpkeep(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Duration> promote(int limit, Duration horizon) {
        return calls.call(() -> {
            calls.requireKnown();
            List<Pending> pending = pending();
            pending.stream()
                    .filter(timer -> !timer.alarm().at.isAfter(keys.now()))
                    .limit(limit)
                    .forEach(this::fire);
            return pending.stream()
                    .filter(timer -> !timer.alarm().fired)
                    .findFirst()
                    .map(timer -> wait(timer.alarm().at, horizon))
                    .orElse(horizon);
        });
    }

    private List<Pending> pending() {
        List<Pending> result = new ArrayList<>();
        keys.open.forEach((execution, work) -> {
            work.timers.forEach(
                    (node, alarm) -> result.add(new Pending(execution, alarm, new Command.Wake(node, alarm.fence))));
            if (work.timeout != null) {
                result.add(new Pending(execution, work.timeout, new Command.TimeOut(work.timeout.fence)));
            }
        });
        result.removeIf(timer -> timer.alarm().fired);
        result.sort(Comparator.comparing(timer -> timer.alarm().at));
        return result;
    }

    private void fire(Pending timer) {
        timer.alarm().fired = true;
        timer.alarm().message = keys.say(timer.execution(), timer.command());
    }

    private Duration wait(Instant until, Duration horizon) {
        Duration wait = Duration.between(keys.now(), until);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(horizon) < 0 ? wait : horizon;
    }

    @Override
    public CompletionStage<Reclaimed> reclaim(int limit, Duration horizon) {
        return calls.call(() -> {
            calls.requireKnown();
            List<Deadline> all = deadlines();
            List<Deadline> overdue = all.stream()
                    .filter(it -> !it.due().isAfter(keys.now()))
                    .limit(limit)
                    .toList();
            overdue.forEach(this::reclaim);
            Duration next = all.stream()
                    .skip(overdue.size())
                    .findFirst()
                    .map(it -> wait(it.due(), horizon))
                    .orElse(horizon);
            return new Reclaimed(overdue.size(), next);
        });
    }

    private List<Deadline> deadlines() {
        List<Deadline> result = new ArrayList<>();
        keys.open.forEach((execution, work) -> work.tasks.forEach((node, task) -> {
            if (task.due != null) {
                result.add(new Deadline(execution, node, task, task.due));
            }
        }));
        result.sort(Comparator.comparing(Deadline::due));
        return result;
    }

    private void reclaim(Deadline late) {
        OpenTask task = late.task();
        boolean started = task.stage == Stage.LEASED;
        Outcome outcome = started ? new Outcome.Lost() : new Outcome.QueueTimedOut(isServed(task.queue));
        Report report = started ? new Report(task.worker, task.startedAt, keys.now()) : Report.NONE;
        keys.unqueue(task);
        Command said = new Command.Complete(late.node(), task.dispatch, outcome, report);
        task.end(Stage.RECLAIMED, keys.say(late.execution(), said));
    }

    private boolean isServed(String queue) {
        return InMemoryMembers.livingNow(keys, Members.WORKER).values().stream().anyMatch(facts -> List.of(
                        facts.getOrDefault(Members.QUEUES, "").split(","))
                .contains(queue));
    }

    /** A take reads and starts in one step here, so there is never anything to give back. */
    @Override
    public CompletionStage<Integer> returnUnstarted(Duration idle, int limit) {
        return calls.call(() -> {
            calls.requireKnown();
            return 0;
        });
    }

    @Override
    public CompletionStage<Set<ExecutionId>> missing(Collection<ExecutionId> running) {
        List<ExecutionId> wanted = List.copyOf(running);
        return calls.call(() -> {
            calls.requireKnown();
            Set<ExecutionId> result = new LinkedHashSet<>(wanted);
            result.removeIf(this::hasReasonToWait);
            return result;
        });
    }

    private boolean hasReasonToWait(ExecutionId id) {
        OpenWork work = keys.open.get(id);
        return keys.views.containsKey(id)
                && work != null
                && work.timeout != null
                && !(work.tasks.isEmpty() && work.timers.isEmpty())
                && work.tasks.values().stream().allMatch(task -> isKept(id, task))
                && work.timers.values().stream().allMatch(alarm -> !alarm.fired || keys.isSaid(id, alarm.message));
    }

    private boolean isKept(ExecutionId id, OpenTask task) {
        return switch (task.stage) {
            case QUEUED -> keys.isQueued(task);
            case LEASED -> true;
            case DONE, RECLAIMED -> keys.isSaid(id, task.message);
        };
    }

    @Override
    public CompletionStage<List<QueueDepth>> depths(int most) {
        return calls.call(() -> {
            calls.requireKnown();
            return keys.read.stream().limit(most).map(this::depth).toList();
        });
    }

    private QueueDepth depth(String queue) {
        Map<Long, Task> waiting = keys.queues.getOrDefault(queue, new LinkedHashMap<>());
        Duration oldest = waiting.values().stream().findFirst().map(this::age).orElse(Duration.ZERO);
        return new QueueDepth(queue, waiting.size(), oldest);
    }

    private Duration age(Task task) {
        OpenTask open = keys.openTask(task.execution(), task.node());
        return open == null ? Duration.ZERO : Duration.between(open.queuedSince, keys.now());
    }

    @Override
    public CompletionStage<LivePage> live(String cursor) {
        return calls.call(() -> {
            calls.requireKnown();
            Map<ExecutionId, Integer> versions = new TreeMap<>();
            keys.open.keySet().forEach(id -> versions.put(id, 0));
            keys.views.forEach((id, view) -> versions.put(id, view.version));
            List<ExecutionId> page = versions.keySet().stream()
                    .filter(id -> cursor.isEmpty() || id.compareTo(ExecutionId.of(cursor)) > 0)
                    .limit(LIVE_PAGE)
                    .toList();
            versions.keySet().retainAll(page);
            boolean more = page.size() == LIVE_PAGE;
            return new LivePage(versions, more ? page.get(LIVE_PAGE - 1).toString() : LivePage.BEGINNING);
        });
    }

    @Override
    public CompletionStage<Void> forget(Collection<ExecutionId> executions) {
        List<ExecutionId> all = List.copyOf(executions);
        return calls.call(() -> {
            calls.requireKnown();
            all.forEach(keys::lose);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> admitStarts() {
        return calls.call(() -> {
            calls.requireKnown();
            keys.admit();
            return null;
        });
    }

    @Override
    public CompletionStage<Identity> identify(Beats witnessed) {
        return calls.call(() -> calls.identify(witnessed));
    }

    @Override
    public CompletionStage<Boolean> reconciles(Duration lease) {
        return calls.call(() -> calls.reconciles(lease));
    }

    @Override
    public CompletionStage<Lead> lead(Duration lease, Progress progress) {
        return calls.call(() -> calls.lead(lease, progress));
    }

    private record Pending(ExecutionId execution, Alarm alarm, Command command) {}

    private record Deadline(ExecutionId execution, NodeId node, OpenTask task, Instant due) {}
}

package dev.orchestrator.simulation;

import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue.Beat;
import dev.orchestrator.ports.out.TaskQueue.Demand;
import dev.orchestrator.ports.out.TaskQueue.Start;
import dev.orchestrator.twins.InMemoryRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A worker that does nothing but end its tasks as a plan says; it beats, and keeps its reports while the store is down. */
public final class SimulatedWorker {
    private static final List<String> QUEUES = List.of("echo", "input", "output", "decision", "fail", "fast", "slow");
    private static final Duration LEASE = Duration.ofSeconds(25);
    private static final Duration AGAIN = Duration.ofMillis(300);

    private final String name;
    private final ProcessLoop loop;
    private final InMemoryRedis.Ports ports;
    private final Function<Task, Plan> plans;
    private final Consumer<Task> onStart;
    private final Map<Task.Key, Task> held = new LinkedHashMap<>();
    private int slots = 8;
    private long asked;

    /** @param outcome null for a worker that falls silent about this task */
    public record Plan(Duration time, @Nullable Outcome outcome) {}

    SimulatedWorker(SimulatedCluster cluster, String name, Function<Task, Plan> plans, Consumer<Task> onStart) {
        this.name = name;
        this.loop = new ProcessLoop(cluster.loop);
        this.ports = cluster.fittings.workerPorts(
                name,
                cluster.redis.connect(
                        new Wire(loop, new Random(cluster.random.nextLong()), cluster.latency, cluster.weather)));
        this.plans = plans;
        this.onStart = onStart;
    }

    SimulatedWorker start() {
        loop.execute(this::announce);
        loop.execute(this::take);
        loop.execute(this::beat);
        return this;
    }

    /** Ends the worker without a word. */
    public void crash() {
        loop.crashAfter(0);
    }

    /** Ends the worker without a word, after so many more steps. */
    public void crashAfter(int steps) {
        loop.crashAfter(steps);
    }

    /** Whether it is dead, or will be after some more steps. */
    boolean isDoomed() {
        return loop.isDoomed();
    }

    public boolean isDead() {
        return loop.isDead();
    }

    /** Stops it as SIGSTOP does; it knows nothing of it when it wakes. */
    public void stop() {
        loop.stop();
    }

    public void wake() {
        loop.wake();
    }

    private void announce() {
        Map<String, String> facts = Map.of(Members.QUEUES, String.join(",", QUEUES));
        ports.members()
                .announce(Members.WORKER, name, facts, Duration.ofSeconds(9))
                .whenComplete((done, failure) -> loop.after(Duration.ofSeconds(3), this::announce));
    }

    /** How many tasks it runs at a time, to be said before time passes. */
    public SimulatedWorker slots(int most) {
        slots = most;
        return this;
    }

    private void take() {
        if (held.size() >= slots) {
            loop.after(AGAIN, this::take);
            return;
        }
        ports.tasks()
                .take(new Demand(name, QUEUES, slots - held.size(), LEASE, Duration.ofSeconds(1)))
                .whenComplete((tasks, failure) -> {
                    if (tasks != null) {
                        tasks.forEach(this::begin);
                    }
                    loop.after(tasks == null ? AGAIN : Duration.ZERO, this::take);
                });
    }

    private void begin(Task task) {
        if (task.atMostOnce()) {
            held.put(task.key(), task);
            ask(task, new Claim(name, name + "/" + ++asked, LEASE));
        } else {
            run(task);
        }
    }

    /** Asks until there is an answer, or a beat has taken the task away. */
    private void ask(Task task, Claim claim) {
        if (held.get(task.key()) == task) {
            ports.tasks().askToStart(task, claim).whenComplete((answer, failure) -> {
                if (answer == Start.GRANTED && held.get(task.key()) == task) {
                    run(task);
                } else if (answer == Start.REFUSED) {
                    held.remove(task.key(), task);
                } else {
                    loop.after(AGAIN, () -> ask(task, claim));
                }
            });
        }
    }

    private void run(Task task) {
        onStart.accept(task);
        Instant startedAt = loop.now();
        Plan plan = plans.apply(task);
        if (plan.outcome() == null) {
            held.remove(task.key());
        } else {
            held.put(task.key(), task);
            Report report = new Report(name, startedAt, startedAt.plus(plan.time()));
            loop.after(plan.time(), () -> report(task, plan.outcome(), report));
        }
    }

    private void report(Task task, Outcome outcome, Report report) {
        ports.tasks().complete(task, outcome, report).whenComplete((done, failure) -> {
            if (failure == null) {
                held.remove(task.key());
            } else {
                loop.after(AGAIN, () -> report(task, outcome, report));
            }
        });
    }

    private void beat() {
        loop.after(LEASE.dividedBy(3), this::beat);
        if (!held.isEmpty()) {
            ports.tasks()
                    .beat(name, held.keySet(), LEASE)
                    .thenAccept(beats -> beats.forEach((key, beat) -> {
                        if (beat != Beat.HELD) {
                            held.remove(key);
                        }
                    }));
        }
    }
}

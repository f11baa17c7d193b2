package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue.Demand;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random executions, workers and faults, played on a hot store; what it answered is told line by line. */
final class RandomHistory {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final List<String> WORKERS = List.of("w1", "w2");
    private static final List<String[]> SHAPES = List.of(
            new String[] {"a", "b<a"},
            new String[] {"a", "b", "c<a,b"},
            new String[] {"a", "b<a", "c<a", "a2<b,c"},
            new String[] {"a1", "a2", "a3", "b1<a1", "c1"});

    private final HotStore store;
    private final Random random;
    private final Ports ports;
    private final List<Run> runs = new ArrayList<>();
    private final List<Task> held = new ArrayList<>();
    private final List<String> holders = new ArrayList<>();
    private final List<Task> reported = new ArrayList<>();
    private final List<Change> earlier = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    RandomHistory(HotStore store, Random random) {
        this.store = store;
        this.random = random;
        this.ports = store.connect();
    }

    List<String> play(int steps) {
        tell("identify", store.get(ports.upkeep().identify()));
        for (int i = 0; i < steps; i++) {
            step();
        }
        endAll();
        return told;
    }

    private void step() {
        switch (random.nextInt(14)) {
            case 0, 1 -> trigger();
            case 2, 3, 4 -> take();
            case 5, 6 -> complete();
            case 7, 8 -> decideAll();
            case 9 -> beat();
            case 10 -> letTimersFire();
            case 11 -> restoreOne();
            case 12 -> oddity();
            default -> look();
        }
    }

    private void trigger() {
        Run run = Run.of(
                runs.size() + 1,
                Run.workflow(
                        random.nextBoolean() ? OnFailure.FAIL_FAST : OnFailure.CONTINUE,
                        Duration.ofMinutes(15),
                        SHAPES.get(random.nextInt(SHAPES.size()))),
                store::now);
        runs.add(run);
        apply("trigger", random.nextBoolean() ? run.trigger() : run.triggerAsDelta());
    }

    private void take() {
        String worker = pick(WORKERS);
        String queue = Run.queue(pick(List.of("a", "b", "c")));
        List<Task> tasks = store.get(
                ports.tasks().take(new Demand(worker, List.of(queue), 1 + random.nextInt(3), LEASE, Duration.ZERO)));
        tasks.forEach(task -> {
            held.add(task);
            holders.add(worker);
        });
        tell(worker + " takes " + queue, tasks.stream().map(Task::key).toList());
    }

    private void complete() {
        if (held.isEmpty()) {
            return;
        }
        int index = random.nextInt(held.size());
        Task task = held.remove(index);
        String holder = holders.remove(index);
        if (random.nextInt(6) == 0) {
            store.get(ports.tasks().handBack(holder, List.of(task)));
            tell("hands back", task.key());
            return;
        }
        Outcome outcome = random.nextInt(3) == 0 ? Run.FAILED : Run.DONE;
        reported.add(task);
        for (int times = random.nextInt(4) == 0 ? 2 : 1; times > 0; times--) {
            store.get(ports.tasks().complete(task, outcome, Report.NONE));
        }
        tell("completes", task.key());
    }

    private void decideAll() {
        for (Delivery delivery : messages()) {
            tell("message", delivery.execution() + " " + delivery.command());
            Run run = runs.stream()
                    .filter(it -> it.id().equals(delivery.execution()))
                    .findFirst()
                    .orElseThrow();
            run.tryDecide(delivery.command(), delivery.receipt())
                    .ifPresentOrElse(
                            change -> {
                                if (random.nextInt(8) > 0) {
                                    apply("decide", change);
                                } else {
                                    tell("loses", run.id());
                                }
                            },
                            () -> store.get(ports.live().acknowledge(List.of(delivery.receipt()))));
        }
    }

    /** In an order that does not depend on how lanes are read. */
    private List<Delivery> messages() {
        List<Delivery> all = new ArrayList<>();
        for (int lane = 0; lane < ports.completions().lanes(); lane++) {
            all.addAll(store.get(ports.completions().read("r", List.of(lane), 1_000, Duration.ZERO)));
        }
        all.sort(Comparator.comparing(Delivery::execution));
        return all;
    }

    private void apply(String what, Change change) {
        Reply reply = store.get(ports.live().apply(change));
        earlier.add(change);
        tell(what, change.state().id() + " " + change.state().version() + " " + reply);
    }

    private void beat() {
        for (int i = 0; i < held.size(); i++) {
            Task.Key key = held.get(i).key();
            tell(
                    "beat " + key,
                    store.get(ports.tasks().beat(holders.get(i), List.of(key), LEASE))
                            .get(key));
        }
    }

    /** Retries wait 30 ms; whatever is set for them fires. */
    private void letTimersFire() {
        Instant start = store.now();
        store.until(() -> store.now().isAfter(start.plusMillis(60)));
        tell("promote", store.get(ports.upkeep().promote(1_000, Duration.ofMillis(10))));
        tell(
                "reclaim",
                store.get(ports.upkeep().reclaim(10, Duration.ofMillis(10))).found());
    }

    private void restoreOne() {
        if (!runs.isEmpty()) {
            apply("restore", pick(runs).restore());
        }
    }

    private void oddity() {
        if (runs.isEmpty()) {
            return;
        }
        Run run = pick(runs);
        switch (random.nextInt(6)) {
            case 0 -> {
                store.wipe();
                told("wiped", () -> store.get(ports.live().apply(run.restore())));
                tell("identify", store.get(ports.upkeep().identify()));
                if (random.nextBoolean()) {
                    runs.forEach(each -> apply("rebuild", each.restore()));
                }
            }
            case 1 -> run.tryDecide(new Command.Cancel("odd")).ifPresent(change -> apply("cancel", change));
            case 2 -> apply("again", pick(earlier));
            case 3 ->
                run.state().workflow().dag().nodes().stream()
                        .map(node -> run.tryDecide(new Command.Revive(node.id())))
                        .flatMap(java.util.Optional::stream)
                        .findFirst()
                        .ifPresent(change -> apply("revive", change));
            default -> {
                if (!reported.isEmpty()) {
                    store.get(ports.tasks().complete(pick(reported), Run.DONE, Report.NONE));
                }
            }
        }
    }

    private void look() {
        for (Run run : runs) {
            tell(
                    "read " + run.id(),
                    store.get(ports.live().read(run.id()))
                            .map(live -> live.version() + " "
                                    + live.nodes().entrySet().stream()
                                            .map(node -> node.getKey() + "="
                                                    + node.getValue().state() + "/"
                                                    + node.getValue().dispatch() + "/"
                                                    + node.getValue().worker())
                                            .toList()));
        }
        tell(
                "missing",
                List.copyOf(store.get(
                        ports.upkeep().missing(runs.stream().map(Run::id).toList()))));
        tell(
                "rest",
                List.of("tasks", "messages", "pending", "views", "open", "timers").stream()
                        .map(kind -> store.rest().get(kind))
                        .toList());
    }

    private void endAll() {
        for (Run run : runs) {
            run.tryDecide(new Command.Cancel("the end"));
            if (run.state().status() != ExecutionStatus.PENDING) {
                apply("end", run.restore());
            }
        }
        held.forEach(task -> store.get(ports.tasks().complete(task, Run.DONE, Report.NONE)));
        messages().forEach(it -> store.get(ports.live().acknowledge(List.of(it.receipt()))));
        store.get(ports.completions().claim("r", Duration.ZERO, 1_000))
                .forEach(it -> store.get(ports.live().acknowledge(List.of(it.receipt()))));
        for (String queue : List.of("a", "b", "c")) {
            tell(
                    "left in " + queue,
                    store.get(ports.tasks()
                                    .take(new Demand("last", List.of(Run.queue(queue)), 100, LEASE, Duration.ZERO)))
                            .size());
        }
        tell(
                "at rest",
                store.rest().values().stream().mapToInt(Integer::intValue).sum());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void tell(String what, Object answer) {
        told.add(what + ": " + answer);
    }

    private void told(String what, Supplier<Object> call) {
        tell(what, call.get());
    }
}

package dev.orchestrator.checker.planted;

import dev.orchestrator.checker.planted.Bug.Trouble;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.CompletionQueue;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import dev.orchestrator.ports.out.Upkeep;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The bugs: each what {@code reliability.md} says goes wrong in engines of this shape. */
final class PlantedBugs {
    private static final String NEVER_ENDS = "every acknowledged submission is terminal";

    private PlantedBugs() {}

    static List<Bug> all() {
        List<Bug> bugs = new ArrayList<>(order());
        bugs.addAll(fences());
        bugs.addAll(losses());
        bugs.addAll(policies());
        bugs.addAll(answers());
        return bugs;
    }

    /** What is done in the wrong order. */
    private static List<Bug> order() {
        return List.of(
                new Bug("a message is acknowledged before the commit", "every report is journaled in time")
                        .under(Trouble.CRASH_IN_OUTAGE)
                        .ports((cluster, ports) -> Spoiled.replaced(
                                ports,
                                CompletionQueue.class,
                                real -> Spoiled.port(
                                        CompletionQueue.class, real, "read", (it, arguments) -> read(it, arguments)
                                                .thenCompose(deliveries -> ports.live()
                                                        .acknowledge(deliveries.stream()
                                                                .map(Delivery::receipt)
                                                                .toList())
                                                        .thenApply(done -> deliveries))))),
                new Bug("the client is answered before the commit", "nothing is seen before it is durable")
                        .journal((cluster, real) -> Spoiled.port(Journal.class, real, "append", (it, arguments) -> {
                            Journal.Batch batch = (Journal.Batch) arguments[0];
                            boolean isNew = batch.appends().stream().allMatch(append -> append.created() != null);
                            return isNew ? Appends.later(cluster, it, batch) : it.append(batch);
                        })),
                new Bug("effects go out before the commit", "no start before its dependencies outcomes")
                        .journal((cluster, real) -> Spoiled.port(Journal.class, real, "append", (it, arguments) -> {
                            Journal.Batch batch = (Journal.Batch) arguments[0];
                            boolean isOld = batch.appends().stream().allMatch(append -> append.created() == null);
                            return isOld ? Appends.later(cluster, it, batch) : it.append(batch);
                        })),
                new Bug(
                                "an output is written after the status",
                                "each input is its templates over the journaled outputs")
                        .journal((cluster, real) -> Spoiled.port(
                                Journal.class, real, "outputs", (it, arguments) -> it.outputs(keys(arguments))
                                        .thenApply(outputs -> withoutTheYoung(cluster, outputs)))),
                new Bug(
                                "a dispatch is rendered before its values are bound",
                                "each input is its templates over the journaled outputs")
                        .port(
                                LiveState.class,
                                "apply",
                                (it, arguments) -> it.apply(Changes.dispatches(
                                        change(arguments),
                                        config -> config.replaceAll("(?<=:)\\d+", "\"{{ later }}\"")))));
    }

    /** What should have been refused. */
    private static List<Bug> fences() {
        return List.of(
                new Bug("the report of an old dispatch counts", "every completed node has its attempt in the ledger")
                        .under(Trouble.STOPPED_WORKER)
                        .ports((cluster, ports) -> Spoiled.replaced(
                                ports,
                                CompletionQueue.class,
                                real -> Spoiled.port(
                                        CompletionQueue.class, real, "read", (it, arguments) -> read(it, arguments)
                                                .thenApply(deliveries -> deliveries.stream()
                                                        .map(delivery -> Fences.without(cluster, delivery))
                                                        .toList())))),
                new Bug("who lost a race appends all the same", "what ended stays as it ended")
                        .journal((cluster, real) -> Spoiled.port(
                                Journal.class,
                                real,
                                "append",
                                (it, arguments) -> Appends.anyway(cluster, it, (Journal.Batch) arguments[0]))),
                new Bug("what was finished is handed out again", "no start after its nodes terminal event")
                        .workerPort(TaskQueue.class, "take", cluster -> new TakenAgain(cluster)::take),
                new Bug("a cancel leaves queued work running", "no start after a cancel was answered")
                        .port(LiveState.class, "apply", swallowing(ExecutionStatus.CANCELLED)),
                new Bug("an at most once node is started again", "at most once nodes run at most once")
                        .misreads(nodes(node -> node.remove("at_most_once"))));
    }

    /** What gets lost. */
    private static List<Bug> losses() {
        int[] dispatches = {0};
        return List.of(
                new Bug("a retry loses its timer", NEVER_ENDS)
                        .port(
                                LiveState.class,
                                "apply",
                                (it, arguments) -> it.apply(
                                        Changes.without(change(arguments), Effect.SetTimer.class::isInstance))),
                new Bug("a state is written and its task is not sent", "the reconciler finds nothing without faults")
                        .port(
                                LiveState.class,
                                "apply",
                                (it, arguments) -> it.apply(Changes.without(
                                        change(arguments),
                                        effect -> effect instanceof Effect.DispatchTask && ++dispatches[0] % 7 == 0))),
                new Bug("leases that ran out are not taken back", NEVER_ENDS)
                        .port(
                                Upkeep.class,
                                "reclaim",
                                (it, arguments) -> CompletableFuture.completedStage(
                                        new Upkeep.Reclaimed(0, (Duration) arguments[1]))),
                new Bug("what a dead process read is not taken over", NEVER_ENDS)
                        .under(Trouble.CRASH)
                        .port(
                                CompletionQueue.class,
                                "claim",
                                (it, arguments) -> CompletableFuture.completedStage(List.of())),
                new Bug("nobody notices that the hot store is another", NEVER_ENDS)
                        .under(Trouble.WIPE)
                        .ports((cluster, ports) -> Spoiled.replaced(ports, Upkeep.class, real -> {
                            boolean[] known = {false};
                            return Spoiled.port(Upkeep.class, real, "identify", (it, arguments) -> {
                                Beats beats = arguments == null ? Beats.NONE : (Beats) arguments[0];
                                CompletionStage<Upkeep.Identity> answer = known[0]
                                        ? CompletableFuture.completedStage(new Upkeep.Identity(false, beats))
                                        : it.identify(beats);
                                known[0] = true;
                                return arguments == null ? answer.thenApply(Upkeep.Identity::replaced) : answer;
                            });
                        })),
                new Bug("a dead letter is not written", "one dead letter per exhausted node")
                        .journal(
                                "append",
                                Appends.saying(event -> event instanceof Event.NodeFailed it
                                        ? new Event.NodeFailed(
                                                it.node(), it.dispatch(), it.failure(), false, it.report())
                                        : event)),
                new Bug("ended executions stay in the hot store", "nothing is left at rest")
                        .port(LiveState.class, "apply", swallowing(ExecutionStatus.COMPLETED)));
    }

    /** What is counted or timed wrongly. */
    private static List<Bug> policies() {
        return List.of(
                new Bug("the counter of attempts stands still", "attempts are counted without gaps")
                        .journal(
                                "append",
                                Appends.saying(event -> event instanceof Event.NodeQueued it
                                        ? new Event.NodeQueued(it.node(), 1, it.dispatch())
                                        : event)),
                new Bug("a node gives up one attempt early", "every attempt asked for is made").misreads(nodes(node -> {
                    if (node.get("retry") instanceof Map<?, ?> retry
                            && retry.get("max_attempts").equals(3)) {
                        node.put("retry", Map.of("max_attempts", 2, "backoff_seconds", 2));
                    }
                })),
                new Bug("jitter is added three times over", "backoff is as asked").chance(real -> new Fixed(3)),
                new Bug("timers fire early", "backoff is as asked")
                        .port(
                                LiveState.class,
                                "apply",
                                (it, arguments) ->
                                        it.apply(Changes.timers(change(arguments), at -> at.minusMillis(1_500)))),
                new Bug("a join waits for its first dependency alone", "every node starts as its trigger rule says")
                        .misreads(nodes(node -> {
                            if (node.get("dependencies").equals(List.of("ok-1", "long-2"))) {
                                node.put("dependencies", List.of("ok-1"));
                            }
                        })),
                new Bug("workers do not beat", "every execution ends as asked without faults")
                        .workerPort(TaskQueue.class, "beat", cluster -> (it, arguments) -> {
                            Collection<?> held = (Collection<?>) arguments[1];
                            return CompletableFuture.completedStage(held.stream()
                                    .collect(Collectors.toMap(key -> (Task.Key) key, key -> TaskQueue.Beat.HELD)));
                        }));
    }

    /** What readers are shown. */
    private static List<Bug> answers() {
        return List.of(
                new Bug("readers see a version that is not journaled", "fold of the journal is status and api")
                        .reader(real -> Spoiled.port(ReadExecutions.class, real, "status", (it, arguments) -> it.status(
                                        (dev.orchestrator.domain.execution.ExecutionId) arguments[0])
                                .thenApply(view -> view.map(
                                        seen -> new ExecutionView(seen.summary(), seen.version() + 1, seen.nodes()))))),
                new Bug("readers see an old version again", "no reader saw a version go back")
                        .reader(new Replica()::of));
    }

    private static Spoiled.Way<LiveState> swallowing(ExecutionStatus end) {
        return (it, arguments) -> change(arguments).state().status() == end
                ? CompletableFuture.completedStage(LiveState.Reply.APPLIED)
                : it.apply(change(arguments));
    }

    private static LiveState.Change change(Object[] arguments) {
        return (LiveState.Change) arguments[0];
    }

    @SuppressWarnings("unchecked")
    private static Collection<OutputKey> keys(Object[] arguments) {
        return (Collection<OutputKey>) arguments[0];
    }

    @SuppressWarnings("unchecked")
    private static CompletionStage<List<Delivery>> read(CompletionQueue real, Object[] arguments) {
        return real.read(
                (String) arguments[0], (Collection<Integer>) arguments[1], (int) arguments[2], (Duration) arguments[3]);
    }

    /** Outputs become visible a second after the status that speaks of them; until then there is an empty one. */
    private static Map<OutputKey, Document> withoutTheYoung(
            SimulatedCluster cluster, Map<OutputKey, Document> outputs) {
        Map<OutputKey, Document> result = new HashMap<>(outputs);
        Instant visible = cluster.loop.now().minusSeconds(1);
        outputs.keySet().forEach(key -> {
            boolean isYoung = cluster.store.entries(key.execution(), 0).stream()
                    .filter(entry -> entry.at().isAfter(visible))
                    .flatMap(entry -> entry.events().stream())
                    .anyMatch(event ->
                            event instanceof Event.NodeCompleted it && it.node().equals(key.node()));
            if (isYoung) {
                result.put(key, new Value(Map.of()));
            }
        });
        return result;
    }

    private static UnaryOperator<Map<String, Object>> nodes(java.util.function.Consumer<Map<String, Object>> change) {
        return definition -> {
            List<Object> nodes = new ArrayList<>();
            for (Object node : (List<?>) ((Map<?, ?>) definition.get("dag")).get("nodes")) {
                Map<String, Object> copy = new HashMap<>();
                ((Map<?, ?>) node).forEach((key, value) -> copy.put((String) key, value));
                change.accept(copy);
                nodes.add(copy);
            }
            return Map.of("name", definition.get("name"), "dag", Map.of("nodes", nodes));
        };
    }

    /** Chance that is none. */
    private static final class Fixed implements RandomGenerator {
        private final double value;

        Fixed(double value) {
            this.value = value;
        }

        @Override
        public double nextDouble() {
            return value;
        }

        @Override
        public long nextLong() {
            return 0;
        }
    }

    /** Answers of a replica that lags: sometimes what was seen before. */
    private static final class Replica {
        private final Map<Object, Optional<ExecutionView>> before = new HashMap<>();
        private final Random random = new Random(1);

        ReadExecutions of(ReadExecutions real) {
            return Spoiled.port(ReadExecutions.class, real, "status", (it, arguments) -> it.status(
                            (dev.orchestrator.domain.execution.ExecutionId) arguments[0])
                    .thenApply(view -> {
                        Optional<ExecutionView> old = before.putIfAbsent(arguments[0], view);
                        return old != null && random.nextInt(3) == 0 ? old : view;
                    }));
        }
    }

    /** Hands the first task out once more, long after it was over. */
    private static final class TakenAgain {
        private final SimulatedCluster cluster;
        private final List<Task> first = new ArrayList<>();
        private Instant at = Instant.MAX;

        TakenAgain(SimulatedCluster cluster) {
            this.cluster = cluster;
        }

        Object take(TaskQueue real, Object[] arguments) {
            return real.take((TaskQueue.Demand) arguments[0]).thenApply(tasks -> {
                List<Task> given = new ArrayList<>(tasks);
                if (first.isEmpty()) {
                    tasks.stream()
                            .filter(task -> task.node().value().startsWith("ok"))
                            .limit(1)
                            .forEach(first::add);
                    at = first.isEmpty() ? at : cluster.loop.now().plusSeconds(20);
                } else if (cluster.loop.now().isAfter(at)) {
                    at = Instant.MAX;
                    given.add(first.get(0));
                }
                return given;
            });
        }
    }

    /** Commands that lost their fence. */
    private static final class Fences {
        private Fences() {}

        static Delivery without(SimulatedCluster cluster, Delivery delivery) {
            if (!(delivery.command() instanceof Command.Complete report)) {
                return delivery;
            }
            int latest = cluster.store.entries(delivery.execution(), 0).stream()
                    .flatMap(entry -> entry.events().stream())
                    .filter(event ->
                            event instanceof Event.NodeQueued it && it.node().equals(report.node()))
                    .mapToInt(event -> ((Event.NodeQueued) event).dispatch())
                    .max()
                    .orElse(report.dispatch());
            Command any = new Command.Complete(report.node(), latest, report.outcome(), report.report());
            return new Delivery(delivery.receipt(), delivery.execution(), any, delivery.trace());
        }
    }
}

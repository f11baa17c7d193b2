package dev.orchestrator.checker.planted;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.checker.Evidence.Line;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import dev.orchestrator.simulation.Fittings;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes down what a simulated cluster does, as ledger, load and store would; nothing of it goes through the engine. */
final class Recorder implements Fittings {
    /** The longest that a message takes: a start that is seen now was leased at most so much earlier. */
    static final Duration LATENCY = Duration.ofMillis(2);

    /** The longest that is promised after the death of a process. */
    private static final Duration PROMPTNESS = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT = Duration.ofMillis(8_334);

    final List<Evidence.Sighting> sightings = new ArrayList<>();
    final List<Evidence.Cancel> cancels = new ArrayList<>();
    final List<Evidence.Retry> retries = new ArrayList<>();
    final List<Evidence.Results> results = new ArrayList<>();
    final List<Evidence.Fault> faults = new ArrayList<>();
    long reconciled;
    private final SimulatedCluster cluster;
    private final Fittings bug;
    private final List<Line> ledger = new ArrayList<>();
    private final Set<Task> ended = new HashSet<>();
    private final Map<ExecutionId, Map<Integer, Instant>> durable = new HashMap<>();

    Recorder(SimulatedCluster cluster, Fittings bug) {
        this.cluster = cluster;
        this.bug = bug;
        cluster.store.onStored((id, entry) ->
                durable.computeIfAbsent(id, any -> new HashMap<>()).put(entry.version(), cluster.loop.now()));
    }

    @Override
    public Journal journal(Journal real) {
        return bug.journal(real);
    }

    @Override
    public InMemoryRedis.Ports ports(InMemoryRedis.Ports real) {
        return bug.ports(real);
    }

    @Override
    public RandomGenerator chance(RandomGenerator real) {
        return bug.chance(real);
    }

    @Override
    public InMemoryRedis.Ports workerPorts(String worker, InMemoryRedis.Ports real) {
        return Spoiled.replaced(
                bug.workerPorts(worker, real),
                TaskQueue.class,
                queue -> Spoiled.port(TaskQueue.class, queue, "complete", (it, arguments) -> {
                    Task task = (Task) arguments[0];
                    if (ended.add(task)) {
                        end(worker, task, (Outcome) arguments[1]);
                    }
                    return it.complete(
                            task, (Outcome) arguments[1], (dev.orchestrator.domain.execution.Report) arguments[2]);
                }));
    }

    void start(String worker, Task task) {
        write(What.START, worker, task, JsonDocument.of(task.config()), null);
    }

    private void end(String worker, Task task, Outcome outcome) {
        Document output = outcome instanceof Outcome.Succeeded succeeded ? succeeded.output() : null;
        What what = output != null ? What.END : outcome instanceof Outcome.Failed ? What.FAILED : What.DEFERRED;
        write(what, worker, task, null, output);
    }

    private void write(What what, String worker, Task task, @Nullable Document input, @Nullable Document output) {
        Instant now = cluster.loop.now();
        ledger.add(new Line(
                what,
                task.execution(),
                task.node(),
                task.attempt(),
                task.dispatch(),
                worker,
                now,
                what == What.START ? now.minus(LATENCY) : null,
                input,
                output));
    }

    /** @param asked how the workflow of an execution was meant, by its name */
    Evidence evidence(List<Evidence.Request> requests, Function<String, Workflow> asked) {
        InMemoryStore store = cluster.store;
        Map<ExecutionId, Evidence.History> journal = new HashMap<>();
        store.versions().keySet().forEach(id -> journal.put(id, history(id, asked)));
        List<Evidence.Letter> letters = store.letters().stream()
                .map(it ->
                        new Evidence.Letter(it.place().execution(), it.place().node(), it.dispatch(), it.status()))
                .toList();
        List<String> left = cluster.redis.rest().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        return new Evidence(
                journal,
                new Evidence.Clients(requests, cancels, retries, sightings, results, List.of()),
                ledger,
                new Evidence.Rest(letters, left, reconciled),
                faults,
                new Evidence.Conditions(HEARTBEAT, Duration.ofMillis(1), Set.of("echo"), Set.of(), PROMPTNESS));
    }

    private Evidence.History history(ExecutionId id, Function<String, Workflow> asked) {
        Map<Evidence.Dispatch, Document> outputs = new HashMap<>();
        cluster.store
                .outputsOf(id)
                .forEach((key, output) -> outputs.put(new Evidence.Dispatch(key.node(), key.dispatch()), output));
        return new Evidence.History(
                asked.apply(cluster.store.workflowOf(id).name()),
                cluster.store.entries(id, 0),
                outputs,
                cluster.store.statusOf(id),
                durable.getOrDefault(id, Map.of()));
    }

    /** Runs this when an answer comes; an answer that never comes is none. */
    static <T> void heard(CompletionStage<T> answer, java.util.function.Consumer<T> record) {
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                record.accept(value);
            }
        });
    }
}

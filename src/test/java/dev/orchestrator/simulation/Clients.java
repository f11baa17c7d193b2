package dev.orchestrator.simulation;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.NodeView;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Those who ask: they submit, trigger, cancel, retry and read, mind what they were answered, and ask again where told nothing. */
final class Clients {
    private final SimulatedCluster cluster;
    private final RandomGenerator random;
    private final Crew crew;
    private final Trail trail;
    private final Workload workload;
    private final List<Order> orders = new ArrayList<>();
    private final List<Evidence.Cancel> cancels = new ArrayList<>();
    private final List<Evidence.Retry> retries = new ArrayList<>();
    private final List<Evidence.Sighting> sightings = new ArrayList<>();
    private final List<Evidence.Results> results = new ArrayList<>();
    private final List<Evidence.Notice> notices = new ArrayList<>();
    private int readers;

    Clients(SimulatedCluster cluster, RandomGenerator random, Crew crew, Trail trail, Workload workload) {
        this.cluster = cluster;
        this.random = random;
        this.crew = crew;
        this.trail = trail;
        this.workload = workload;
    }

    /** One sending of a submission; one that got no answer may have been carried out. */
    private static final class Order {
        final Map<String, Object> definition;
        final @Nullable Map<String, Object> params;
        final @Nullable RequestKey key;

        @Nullable
        ExecutionId execution;

        boolean triggered;

        @Nullable
        Instant answered;

        Order(Map<String, Object> definition, @Nullable Map<String, Object> params, @Nullable RequestKey key) {
            this.definition = definition;
            this.params = params;
            this.key = key;
        }

        Evidence.Request evidence() {
            return new Evidence.Request(
                    String.valueOf(definition.get("name")), execution, params, triggered, answered, null);
        }
    }

    void submit() {
        RequestKey key = random.nextInt(3) > 0 ? null : new RequestKey("c", "k" + orders.size(), "same");
        send(new Order(workload.definition(), random.nextInt(4) > 0 ? workload.params() : null, key));
        if (key != null && random.nextBoolean()) {
            sendAgain(orders.get(orders.size() - 1));
        }
    }

    private void sendAgain(Order order) {
        send(new Order(order.definition, order.params, order.key));
    }

    private void send(Order order) {
        orders.add(order);
        SimulatedProcess to = crew.anyProcess();
        trail.note(
                "client",
                "submits " + order.definition.get("name") + " to " + to.name
                        + (order.key == null ? "" : " as " + order.key.key())
                        + (order.params == null ? ", untriggered" : ""));
        to.submissions
                .submit(new RunExecutions.Request(order.definition, order.params, order.key))
                .whenComplete((answer, failure) -> {
                    trail.note("client", order.definition.get("name") + " is answered " + told(answer, failure));
                    if (answer instanceof Submitted.Stored stored) {
                        order.execution = stored.execution();
                        order.triggered = order.params != null;
                        order.answered = cluster.loop.now();
                    }
                });
    }

    private static String told(@Nullable Object answer, @Nullable Throwable failure) {
        return failure == null ? answer.getClass().getSimpleName() : "with a failure";
    }

    /** Triggers an execution, often one that nobody has triggered, by one process or by two at once. */
    void trigger(ExecutionId id) {
        Map<String, Object> params = workload.params();
        for (int i = random.nextInt(2); i >= 0; i--) {
            SimulatedProcess to = crew.anyProcess();
            trail.note("client", "triggers " + last(id) + " at " + to.name);
            to.submissions.trigger(id, params, null).whenComplete((answer, failure) -> {
                trail.note("client", "trigger of " + last(id) + " is answered " + told(answer, failure));
                if (answer instanceof RunExecutions.Answer.Done) {
                    orders.stream().filter(order -> id.equals(order.execution)).forEach(order -> {
                        order.triggered = true;
                        order.answered = cluster.loop.now();
                    });
                }
            });
        }
    }

    void triggerAny() {
        pick(pending()).ifPresent(this::trigger);
    }

    void cancelAny() {
        pick(running()).ifPresent(id -> {
            SimulatedProcess to = crew.anyProcess();
            trail.note("client", "cancels " + last(id) + " at " + to.name);
            to.submissions.cancel(id, "enough").whenComplete((answer, failure) -> {
                trail.note("client", "cancel of " + last(id) + " is answered " + told(answer, failure));
                if (answer instanceof RunExecutions.Answer.Done || answer instanceof RunExecutions.Answer.Refused) {
                    cancels.add(
                            new Evidence.Cancel(id, cluster.loop.now(), answer instanceof RunExecutions.Answer.Done));
                }
            });
        });
    }

    /** Retries a letter, by one process or by two at once, or discards it. */
    void mendAny() {
        pick(cluster.store.letters().stream().filter(Letter::isOpen).toList()).ifPresent(letter -> {
            int dice = random.nextInt(4);
            if (dice > 0) {
                retry(letter);
            }
            if (dice == 1) {
                retry(letter);
            } else if (dice == 0 || dice == 2) {
                trail.note("client", "discards a letter of " + place(letter));
                crew.anyProcess().letters.discard(letter.id(), new ManageDeadLetters.Discarding("c", ""));
            }
        });
    }

    private void retry(Letter letter) {
        SimulatedProcess to = crew.anyProcess();
        trail.note("client", "retries " + place(letter) + " at " + to.name);
        to.letters.retry(letter.id(), null).whenComplete((answer, failure) -> {
            trail.note("client", "retry of " + place(letter) + " is answered " + told(answer, failure));
            boolean won = answer instanceof ManageDeadLetters.Answer.Done;
            if (won || answer instanceof ManageDeadLetters.Answer.Closed) {
                ExecutionId id = letter.place().execution();
                retries.add(new Evidence.Retry(id, letter.place().node(), cluster.loop.now(), won));
            }
        });
    }

    private static String place(Letter letter) {
        return last(letter.place().execution()) + " " + letter.place().node();
    }

    /** Somebody looks at one execution several times, at any process, each time after the answer before. */
    void readAny() {
        pick(List.copyOf(cluster.ledger.executions())).ifPresent(id -> look("reader" + ++readers, id, 5));
        pick(running()).ifPresent(id -> crew.anyProcess()
                .reader
                .awaitEnd(id, Duration.ofSeconds(5))
                .whenComplete((view, failure) -> note(id, view == null ? null : view.orElse(null))));
    }

    private void note(ExecutionId id, @Nullable ExecutionView view) {
        if (view != null && view.summary().status().isEnded()) {
            notices.add(new Evidence.Notice(id, view.summary().status(), cluster.loop.now()));
        }
    }

    private void look(String reader, ExecutionId id, int times) {
        crew.anyProcess().reader.status(id).whenComplete((view, failure) -> {
            if (view != null && view.isPresent()) {
                saw(reader, id, view.get());
            }
            if (times > 1) {
                cluster.loop.after(Duration.ofMillis(random.nextInt(800)), () -> look(reader, id, times - 1));
            }
        });
    }

    private void saw(String reader, ExecutionId id, ExecutionView view) {
        Map<NodeId, NodeState> nodes = new HashMap<>();
        for (NodeView node : view.nodes()) {
            nodes.put(node.id(), node.state());
        }
        ExecutionStatus status = view.summary().status();
        trail.note(reader, "sees " + last(id) + " " + status + " v" + view.version());
        sightings.add(new Evidence.Sighting(reader, id, cluster.loop.now(), view.version(), status, nodes));
    }

    /** Whoever got no answer asks again, and what nobody has triggered is. */
    void settle() {
        List.copyOf(orders).stream()
                .filter(order -> order.key != null && order.execution == null)
                .filter(order -> orders.stream().noneMatch(it -> order.key.equals(it.key) && it.execution != null))
                .forEach(this::sendAgain);
        pending().forEach(this::trigger);
    }

    /** Reads how everything ended, at every process. */
    void readTheEnd() {
        for (SimulatedProcess process : crew.processes) {
            for (ExecutionId id : cluster.ledger.executions()) {
                cluster.answer(process.reader.status(id)).ifPresent(view -> saw("last of " + process.name, id, view));
                cluster.answer(process.reader.results(id)).ifPresent(it -> {
                    Map<NodeId, Document> outputs = new LinkedHashMap<>();
                    it.outputs().forEach((node, output) -> outputs.put(new NodeId(node), output));
                    results.add(new Evidence.Results(id, outputs));
                });
            }
        }
    }

    Evidence.Clients evidence() {
        return new Evidence.Clients(
                orders.stream().map(Order::evidence).toList(), cancels, retries, sightings, results, notices);
    }

    private List<ExecutionId> pending() {
        return cluster.ledger.executions().stream()
                .filter(id -> cluster.ledger.state(id).status() == ExecutionStatus.PENDING)
                .toList();
    }

    private List<ExecutionId> running() {
        return cluster.ledger.executions().stream()
                .filter(id -> !cluster.ledger.state(id).status().isEnded())
                .toList();
    }

    private <T> Optional<T> pick(List<T> of) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
    }

    private static String last(ExecutionId id) {
        return id.toString().substring(24);
    }
}

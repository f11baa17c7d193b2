package dev.orchestrator.checker.planted;

import dev.orchestrator.checker.Checker;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.checker.Verdict;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.NodeView;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker;
import dev.orchestrator.twins.InMemoryJournal.Fault;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A run of two processes and three workers under a small load with readers, a cancel, operators and perhaps some trouble;
 * with a bug in it or without. The seed decides all the rest.
 */
final class Trial {
    private static final Duration LONGEST = Duration.ofMinutes(6);
    private static final Duration REST = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final SimulatedCluster cluster;
    private final Random random;
    private final Bug bug;
    private final Recorder recorder;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Map<String, Evidence.Request> requests = new HashMap<>();
    private final Map<String, Workflow> asked = new HashMap<>();
    private final List<ExecutionId> known = new ArrayList<>();
    private Instant replaceAt = Instant.MAX;

    private Trial(long seed, Bug bug) {
        this.cluster = new SimulatedCluster(seed).latency(Recorder.LATENCY);
        this.random = new Random(seed);
        this.bug = bug;
        this.recorder = new Recorder(cluster, bug.in(cluster));
        cluster.databaseLatency(Duration.ofMillis(random.nextInt(5, 60)))
                .cacheBytes(random.nextBoolean() ? 0 : 1_000_000)
                .telemetry(telemetry())
                .fittings(recorder);
    }

    static Verdict run(long seed, Bug bug, Bug.Trouble trouble) {
        Trial trial = new Trial(seed, bug);
        Evidence evidence = trial.run(trouble);
        trial.cluster.expectedBugs();
        return Checker.check(evidence);
    }

    private Evidence run(Bug.Trouble trouble) {
        processes.add(cluster.whole("p1"));
        processes.add(cluster.whole("p2"));
        List.of("w1", "w2", "w3").forEach(this::worker);
        List<Runnable> load = new ArrayList<>();
        for (int i = 0; i < Work.KINDS.size(); i++) {
            String kind = Work.KINDS.get(i);
            String name = kind + "-" + i;
            load.add(() -> submit(kind, name));
        }
        load.forEach(one -> cluster.loop.after(Duration.ofMillis(random.nextInt(3_000)), one));
        cluster.loop.after(Duration.ofMillis(random.nextInt(1_000, 4_000)), () -> strike(trouble));
        cluster.loop.after(Duration.ofSeconds(50), this::retryLetters);
        pass(Duration.ofSeconds(60));
        Instant end = cluster.loop.now().plus(LONGEST);
        while (cluster.loop.now().isBefore(end) && !allEnded()) {
            pass(LOOK);
        }
        pass(REST);
        lookAtTheEnd();
        return recorder.evidence(List.copyOf(requests.values()), asked::get);
    }

    private void worker(String name) {
        Random own = new Random(random.nextLong());
        workers.add(cluster.uncheckedWorker(name, task -> {
            recorder.start(name, task);
            return Work.plan(task, cluster.loop.now(), own);
        }));
    }

    private void pass(Duration time) {
        Instant end = cluster.loop.now().plus(time);
        while (cluster.loop.now().isBefore(end)) {
            cluster.loop.advance(LOOK);
            replaceTheDead();
            if (!known.isEmpty()) {
                look("r1", processes.get(0));
                look("r2", processes.get(random.nextInt(2)));
            }
        }
    }

    private boolean allEnded() {
        return cluster.store.versions().keySet().stream()
                .allMatch(id -> cluster.store.statusOf(id).isEnded());
    }

    private void submit(String kind, String name) {
        Map<String, Object> definition = Work.definition(kind, name);
        asked.put(name, cluster.read(definition));
        requests.put(name, new Evidence.Request(name, null, null, false, null, null));
        Map<String, Object> params = Map.of("value", random.nextInt(100));
        SimulatedProcess api = processes.get(random.nextInt(2));
        Recorder.heard(api.submissions.submit(new Request(bug.misreads.apply(definition), params, null)), answer -> {
            if (answer instanceof Submitted.Stored stored) {
                Instant now = cluster.loop.now();
                requests.put(
                        name,
                        new Evidence.Request(name, stored.execution(), params, true, now, Work.EXPECTED.get(kind)));
                known.add(stored.execution());
                if (kind.equals("wide")) {
                    cluster.loop.after(Duration.ofSeconds(1), () -> cancel(stored.execution()));
                }
            }
        });
    }

    private void cancel(ExecutionId id) {
        processes.forEach(api -> Recorder.heard(api.submissions.cancel(id, "enough"), answer -> {
            if (answer instanceof Answer.Done || answer instanceof Answer.Refused) {
                recorder.cancels.add(new Evidence.Cancel(id, cluster.loop.now(), answer instanceof Answer.Done));
            }
        }));
    }

    /** Two operators retry each open letter of a node that can be mended. */
    private void retryLetters() {
        for (DeadLetters.Letter letter : cluster.store.letters()) {
            if (letter.isOpen() && letter.place().node().value().equals("bad")) {
                ExecutionId id = letter.place().execution();
                NodeId node = letter.place().node();
                processes.forEach(api -> Recorder.heard(api.letters.retry(letter.id(), null), answer -> {
                    boolean won = answer instanceof ManageDeadLetters.Answer.Done;
                    recorder.retries.add(new Evidence.Retry(id, node, cluster.loop.now(), won));
                }));
            }
        }
    }

    private void look(String reader, SimulatedProcess api) {
        ExecutionId id = known.get(random.nextInt(known.size()));
        Recorder.heard(bug.reader.apply(api.reader).status(id), view -> view.ifPresent(it -> saw(reader, id, it)));
    }

    private void saw(String reader, ExecutionId id, ExecutionView view) {
        Map<NodeId, NodeState> nodes = view.nodes().stream().collect(Collectors.toMap(NodeView::id, NodeView::state));
        recorder.sightings.add(new Evidence.Sighting(
                reader, id, cluster.loop.now(), view.version(), view.summary().status(), nodes));
    }

    private void lookAtTheEnd() {
        SimulatedProcess api = processes.get(0);
        known.forEach(id -> {
            Recorder.heard(api.reader.status(id), view -> view.ifPresent(it -> saw("last", id, it)));
            Recorder.heard(
                    api.reader.results(id),
                    results -> results.ifPresent(it -> recorder.results.add(new Evidence.Results(
                            id,
                            it.outputs().entrySet().stream()
                                    .collect(Collectors.toMap(
                                            output -> new NodeId(output.getKey()), Map.Entry::getValue))))));
        });
        cluster.loop.advance(LOOK);
    }

    private void strike(Bug.Trouble trouble) {
        Instant now = cluster.loop.now();
        switch (trouble) {
            case NONE -> {}
            case CRASH -> {
                processes.get(1).crashAfter(random.nextInt(200));
                replaceAt = now.plusSeconds(2);
                recorder.faults.add(new Evidence.Fault("crash", now, now.plusSeconds(2)));
            }
            case OUTAGE -> stopTheJournal(now.plusSeconds(3));
            case CRASH_IN_OUTAGE -> {
                stopTheJournal(now.plusSeconds(3));
                cluster.loop.after(
                        Duration.ofMillis(1_500), () -> processes.get(1).crashAfter(0));
                replaceAt = now.plusSeconds(3);
            }
            case STOPPED_WORKER -> {
                workers.get(0).stop();
                cluster.loop.after(Duration.ofSeconds(35), workers.get(0)::wake);
                recorder.faults.add(new Evidence.Fault("worker stopped", now, now.plusSeconds(35)));
            }
            case REDELIVERY -> {
                for (int i = 0; i < 400; i++) {
                    cluster.loop.after(Duration.ofMillis(i * 25L), cluster.redis::redeliver);
                }
                recorder.faults.add(new Evidence.Fault("redelivery", now, now.plusSeconds(10)));
            }
            case WIPE -> {
                cluster.redis.wipe();
                recorder.faults.add(new Evidence.Fault("wipe", now, now));
            }
        }
    }

    private void stopTheJournal(Instant until) {
        recorder.faults.add(new Evidence.Fault("outage of the journal", cluster.loop.now(), until));
        processes.forEach(
                it -> it.journal.faults(batch -> cluster.loop.now().isBefore(until) ? Fault.UNREACHABLE : Fault.NONE));
    }

    /** Not from within the loop: a start waits for its answers. */
    private void replaceTheDead() {
        if (!cluster.loop.now().isBefore(replaceAt)) {
            replaceAt = Instant.MAX;
            processes.set(1, cluster.whole("p3"));
        }
    }

    /** Counts what the reconciler found, and nothing else. */
    private Telemetry telemetry() {
        return (Telemetry) Proxy.newProxyInstance(
                Telemetry.class.getClassLoader(), new Class<?>[] {Telemetry.class}, (self, method, arguments) -> {
                    if (method.getName().equals("redriven") && arguments[0] == Telemetry.Cause.RECONCILED) {
                        recorder.reconciled += (int) arguments[1];
                    }
                    return null;
                });
    }
}

package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.checker.Checker;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.checker.Verdict;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The history that one seed is: load and faults, then a quiet phase in which everything ends, and nothing is left. All that
 * happens is drawn from the seed, on one thread and one virtual clock, so the same seed is the same history.
 */
public final class Simulation {
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int LOOKS_WITHOUT_REASON = 13;
    /** A timer that fires so much early is still believed (ADR 32). */
    private static final Duration MOST_BELIEVED = Duration.ofSeconds(10);

    private static final Set<String> HANDLERS = Set.of("echo", "input", "output", "decision", "fail");

    private final long seed;
    private final RandomGenerator random;
    private final Shape shape;
    private final SimulatedCluster cluster;
    private final Trail trail;
    private final Tally tally;
    private final Watch watch;
    private final Workload workload;
    private final Crew crew;
    private final Mischief mischief;
    private final Clients clients;

    public Simulation(long seed) {
        this(seed, Fittings.NONE);
    }

    /** @param fittings how the processes' ports are spoiled, to see that it is found */
    public Simulation(long seed, Fittings fittings) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.shape = Shape.drawn(random);
        this.cluster = new SimulatedCluster(random.nextLong(), shape.lanes());
        this.trail = new Trail(cluster.loop::now);
        this.tally = new Tally(trail);
        cluster.latency(shape.latency())
                .databaseLatency(shape.databaseLatency())
                .cacheBytes(shape.cacheBytes())
                .maxBatch(shape.maxBatch())
                .telemetry(tally)
                .fittings(fittings);
        cluster.weather.toldTo(entry -> trail.note("wire", entry));
        this.watch = new Watch(cluster, trail);
        this.workload =
                new Workload(random, cluster.loop::now, shape.mostNodes(), task -> watch.leasedAt(task.key()), trail);
        this.crew = new Crew(cluster, random, shape.slots(), workload::plan);
        this.mischief = new Mischief(cluster, random, crew, trail, watch);
        this.clients = new Clients(cluster, random, crew, trail, workload);
    }

    /** Runs it all and answers the hash of the history; fails with the history when anything was wrong. */
    public long run() {
        try {
            trouble();
            quiet();
            judge();
            return trail.hash();
        } catch (RuntimeException | AssertionError failure) {
            throw new SeedFailed(
                    seed, shape + ", faults " + (shape.faulty() ? mischief.kinds() : Set.of()), trail, failure);
        }
    }

    private void trouble() {
        int submitted = 0;
        for (int round = 0; round < shape.rounds(); round++) {
            if (submitted < shape.executions() && random.nextInt(3) == 0) {
                clients.submit();
                submitted++;
            }
            ask();
            if (shape.faulty() && random.nextInt(3) == 0) {
                mischief.strike();
            }
            pass(Duration.ofMillis(random.nextInt(1 + random.nextInt(4_000))));
            if (random.nextInt(4) == 0) {
                crew.replaceTheDead();
                mischief.remember();
            }
        }
    }

    private void ask() {
        switch (random.nextInt(12)) {
            case 0, 1 -> clients.triggerAny();
            case 2 -> clients.cancelAny();
            case 3, 4 -> clients.mendAny();
            case 5, 6, 7 -> clients.readAny();
            default -> {}
        }
    }

    private void pass(Duration time) {
        cluster.loop.advance(time);
        watch.verify();
    }

    private void quiet() {
        trail.note("all", "quiet");
        mischief.end();
        crew.comeTogether();
        long end = cluster.loop.nanoTime() + LONGEST.toNanos();
        do {
            assertThat(cluster.loop.nanoTime())
                    .as(() -> "time until all is over: " + cluster.ledger.unfinished() + cluster.redis.rest())
                    .isLessThan(end);
            clients.settle();
            pass(LOOK);
            watch.everybodyWaitsForSomething(LOOKS_WITHOUT_REASON);
        } while (!isOver());
        pass(Duration.ofMinutes(1));
        clients.readTheEnd();
    }

    private boolean isOver() {
        return cluster.ledger.allEnded() && cluster.redis.isAtRest() && cluster.ledger.noEffectsAreOpen();
    }

    private void judge() {
        watch.verify();
        assertThat(watch.wasStormy() ? 0 : tally.violations())
                .as("decisions that broke an invariant")
                .isZero();
        for (ExecutionId id : cluster.ledger.executions()) {
            ExecutionState state = cluster.ledger.state(id);
            boolean stuck = state.lifecycle().reason().equals("TIMED_OUT")
                    && state.workflow().timeout().toHours() >= 24;
            assertThat(stuck).as("%s was stuck until its timeout", id).isFalse();
        }
        Verdict verdict = Checker.check(evidence());
        if (!verdict.passed()) {
            throw new AssertionError(verdict.toString());
        }
    }

    private Evidence evidence() {
        boolean clockJumped = mischief.kinds().contains(Mischief.Kind.CLOCK_JUMPS) && shape.faulty();
        Map<ExecutionId, Evidence.History> journal = new TreeMap<>();
        cluster.ledger.executions().forEach(id -> journal.put(id, history(id)));
        List<String> leftovers = cluster.redis.rest().entrySet().stream()
                .filter(left -> left.getValue() > 0)
                .map(Object::toString)
                .toList();
        return new Evidence(
                journal,
                clients.evidence(),
                workload.ledger(),
                new Evidence.Rest(letters(), leftovers, tally.reconciled()),
                mischief.struck(),
                new Evidence.Conditions(
                        Duration.ofSeconds(9), clockJumped ? MOST_BELIEVED : Duration.ofMillis(2), HANDLERS, Set.of()));
    }

    private List<Evidence.Letter> letters() {
        return cluster.store.letters().stream()
                .map(it ->
                        new Evidence.Letter(it.place().execution(), it.place().node(), it.dispatch(), it.status()))
                .toList();
    }

    private Evidence.History history(ExecutionId id) {
        Submission submission = cluster.store.workflowOf(id);
        Map<Evidence.Dispatch, Document> outputs = cluster.store.outputsOf(id).entrySet().stream()
                .collect(Collectors.toMap(it -> dispatch(it.getKey()), it -> Objects.requireNonNull(it.getValue())));
        return new Evidence.History(
                cluster.catalogue.workflow(submission),
                cluster.store.entries(id, 0),
                outputs,
                cluster.store.statusOf(id),
                watch.durable(id));
    }

    private static Evidence.Dispatch dispatch(Journal.OutputKey key) {
        return new Evidence.Dispatch(key.node(), key.dispatch());
    }
}

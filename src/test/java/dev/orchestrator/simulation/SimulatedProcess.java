package dev.orchestrator.simulation;

import dev.orchestrator.application.Catalog;
import dev.orchestrator.application.CommitLoop;
import dev.orchestrator.application.ConfigPatches;
import dev.orchestrator.application.DeadLetterOffice;
import dev.orchestrator.application.Definitions;
import dev.orchestrator.application.EffectRelay;
import dev.orchestrator.application.EndWatch;
import dev.orchestrator.application.ExecutionReader;
import dev.orchestrator.application.Explainer;
import dev.orchestrator.application.HotSide;
import dev.orchestrator.application.LetterInquiry;
import dev.orchestrator.application.LetterJobs;
import dev.orchestrator.application.LetterRetrier;
import dev.orchestrator.application.Loader;
import dev.orchestrator.application.Orchestrator;
import dev.orchestrator.application.Reaper;
import dev.orchestrator.application.Reconciler;
import dev.orchestrator.application.Redriver;
import dev.orchestrator.application.Sights;
import dev.orchestrator.application.StoreWatch;
import dev.orchestrator.application.Submissions;
import dev.orchestrator.domain.definition.Limits;
import dev.orchestrator.domain.definition.PatchReader;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.in.InspectDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RetryManyLetters;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.Tracing;
import dev.orchestrator.twins.InMemoryBeatRecord;
import dev.orchestrator.twins.InMemoryDeadLetters;
import dev.orchestrator.twins.InMemoryExecutions;
import dev.orchestrator.twins.InMemoryIdempotencyKeys;
import dev.orchestrator.twins.InMemoryJournal;
import dev.orchestrator.twins.InMemoryLetterRetries;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.InMemoryWorkflowVersions;
import dev.orchestrator.twins.InMemoryWorkflows;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The application of one process, as bootstrap would wire it, on twins of the stores. */
public final class SimulatedProcess {
    static final int MAX_CONFIG = 2_000;
    private static final Duration RESTART = Duration.ofSeconds(1);

    public final String name;
    public final CommitLoop commits;
    public final RunExecutions submissions;
    public final NamedWorkflows workflows;
    public final ManageDeadLetters letters;
    public final InspectDeadLetters details;
    public final RetryManyLetters manyLetters;
    public final ReadExecutions reader;
    public final ExplainExecutions explainer;
    public final InMemoryJournal journal;
    public final InMemoryRedis.Ports ports;
    private final ProcessLoop loop;
    private final Set<Role> roles;
    private final Orchestrator orchestrator;
    private final Reconciler reconciler;
    private final Reaper reaper;
    private final LetterRetrier retrier;

    /** What a process does besides serving its callers. */
    public enum Role {
        ORCHESTRATOR,
        REAPER
    }

    SimulatedProcess(SimulatedCluster cluster, String name, Role... roles) {
        this.name = name;
        this.roles = EnumSet.noneOf(Role.class);
        this.roles.addAll(Set.of(roles));
        this.loop = new ProcessLoop(cluster.loop);
        Random random = new Random(cluster.random.nextLong());
        Duration slower =
                cluster.latency.compareTo(cluster.databaseLatency) > 0 ? cluster.latency : cluster.databaseLatency;
        Wire sql = new Wire(loop, random, slower, cluster.weather);
        this.journal = new InMemoryJournal(cluster.store, sql);
        this.ports =
                cluster.fittings.ports(cluster.redis.connect(new Wire(loop, random, cluster.latency, cluster.weather)));
        Journal fitted = cluster.fittings.journal(journal);
        InMemoryWorkflows stored = new InMemoryWorkflows(cluster.store, sql, cluster.catalogue::workflow);
        Loader loader = new Loader(fitted, stored);
        Redriver redriver = new Redriver(loop, loader, new Redrive(), ports.live(), cluster.telemetry);
        EffectRelay relay = new EffectRelay(loop, ports.live(), fitted, redriver);
        Decider decider = new Decider(MAX_CONFIG);
        this.commits = new CommitLoop(loop, fitted, loader, decider, relay, options(cluster, random));
        Definitions definitions = cluster.catalogue.definitions();
        Submissions made = new Submissions(
                loop,
                commits,
                definitions,
                decider,
                new InMemoryIdempotencyKeys(cluster.store, sql),
                new Submissions.Fresh(cluster::nextId, () -> null));
        this.submissions = made;
        this.workflows = new Catalog(loop, definitions, new InMemoryWorkflowVersions(cluster.store, sql), stored, made);
        Sights sights = new Sights(loader, ports.live()).forgetting(cluster.retention, loop::now);
        this.explainer = new Explainer(
                sights, new HotSide(loop, ports.live(), ports.whereabouts(), ports.members(), () -> ports.breakers()
                        .list(Breakers.Rules.DEFAULT)));
        InMemoryDeadLetters dead = new InMemoryDeadLetters(cluster.store, sql);
        ConfigPatches configs = new ConfigPatches(
                new InMemoryWorkflowVersions(cluster.store, sql, cluster.catalogue::sent),
                new PatchReader(Limits.NONE, true));
        this.letters = new DeadLetterOffice(loop, commits, dead, loader, configs, cluster.telemetry);
        this.details = new LetterInquiry(dead, loader, fitted, configs);
        LetterRetries jobs = new InMemoryLetterRetries(cluster.letterRetries, loop::now, sql);
        this.manyLetters = new LetterJobs(loop, jobs, dead, () -> uuid(random));
        this.retrier = new LetterRetrier(loop, jobs, dead, letters, () -> uuid(random));
        this.reader = new ExecutionReader(
                sights, fitted, new InMemoryExecutions(cluster.store, sql), new EndWatch(loop, ports.ends()));
        this.orchestrator = new Orchestrator(
                name,
                loop,
                commits,
                redriver,
                new Orchestrator.Stores(ports.completions(), ports.members(), ports.upkeep(), fitted),
                Tracing.OFF);
        StoreWatch watch = new StoreWatch(loop, ports.upkeep(), new InMemoryBeatRecord(cluster.store, sql));
        this.reconciler = new Reconciler(loop, fitted, ports.upkeep(), watch, redriver);
        this.reaper = new Reaper(loop, ports.upkeep(), Duration.ofSeconds(5), cluster.telemetry);
        relay.onWiped(reconciler::hurry);
    }

    private static UUID uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static CommitLoop.Options options(SimulatedCluster cluster, Random random) {
        return new CommitLoop.Options(
                uuid(random),
                () -> uuid(random),
                cluster.fittings.chance(random),
                cluster.maxBatch,
                cluster.cacheBytes,
                20,
                cluster.telemetry);
    }

    /** Starts as bootstrap does: nothing is served before the hot store is known. */
    SimulatedProcess start(SimulatedCluster cluster) {
        cluster.answer(reconciler.start());
        serve();
        return this;
    }

    /** Starts once the stores answer, at once or later, while the others go on. */
    SimulatedProcess launch() {
        reconciler.start().whenComplete((known, outage) -> {
            if (outage == null) {
                serve();
            } else {
                loop.after(RESTART, this::launch);
            }
        });
        return this;
    }

    private void serve() {
        if (roles.contains(Role.REAPER)) {
            reaper.start();
        }
        if (roles.contains(Role.ORCHESTRATOR)) {
            orchestrator.start();
        }
    }

    /** From now on this process carries out retries of many letters. */
    public void retriesLetters() {
        retrier.start();
    }

    /** Ends the process without a word, after so many more steps. */
    public void crashAfter(int steps) {
        loop.crashAfter(steps);
    }

    /** Stops it as SIGSTOP does; it knows nothing of it when it wakes. */
    public void stop() {
        loop.stop();
    }

    public void wake() {
        loop.wake();
    }

    /** Whether it is dead, or will be after some more steps. */
    boolean isDoomed() {
        return loop.isDoomed();
    }

    public boolean isDead() {
        return loop.isDead();
    }
}

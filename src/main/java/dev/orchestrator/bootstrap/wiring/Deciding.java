package dev.orchestrator.bootstrap.wiring;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.out.postgres.Patience;
import dev.orchestrator.adapters.out.postgres.PostgresBeatRecord;
import dev.orchestrator.adapters.out.postgres.PostgresJournal;
import dev.orchestrator.adapters.out.postgres.PostgresWorkflows;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.CommitLoop;
import dev.orchestrator.application.EffectRelay;
import dev.orchestrator.application.Loader;
import dev.orchestrator.application.Reconciler;
import dev.orchestrator.application.Redriver;
import dev.orchestrator.application.StoreWatch;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.ports.out.Workflows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.SplittableRandom;
import java.util.UUID;

/** What a process needs that decides about executions. Built on first use: a worker's process never builds it. */
@ApplicationScoped
public class Deciding {
    private static final int MAX_BATCH = 256;
    private static final int SNAPSHOT_EVERY = 256;
    /** A share of the heap for executions between two commits. */
    private static final int HEAP_SHARE = 8;

    private final VertxEventLoop loop;
    private final RedisStore redis;
    private final Journal journal;
    private final Workflows workflows;
    private final Loader loader;
    private final Decider decider;
    private final Redriver redriver;
    private final CommitLoop commits;
    private final Reconciler reconciler;
    private final Telemetry telemetry;

    Deciding(Vertx vertx, Settings settings, StoreAccess stores, MeterRegistry registry, Observation observation) {
        this.telemetry = observation.telemetry();
        this.loop = VertxEventLoop.next(vertx);
        this.redis = stores.redis(loop);
        this.journal = new PostgresJournal(vertx, stores.postgres(), Patience.USUAL);
        this.workflows = new PostgresWorkflows(stores.postgres());
        this.loader = new Loader(journal, workflows);
        int renderedChars = settings.limits().renderedConfig();
        this.decider = new Decider(renderedChars);
        this.redriver = new Redriver(loop, loader, new Redrive(), redis.liveState(), telemetry);
        EffectRelay relay = new EffectRelay(loop, redis.liveState(), journal, redriver);
        this.commits = new CommitLoop(loop, journal, loader, decider, relay, options(telemetry));
        StoreWatch watch = new StoreWatch(loop, redis.upkeep(), new PostgresBeatRecord(stores.postgres()));
        this.reconciler = new Reconciler(loop, journal, redis.upkeep(), watch, redriver);
        relay.onWiped(reconciler::hurry);
        Gauge.builder("workflow.backlog", commits, CommitLoop::backlog)
                .description("Executions of which this process has commands that are not decided yet")
                .baseUnit("executions")
                .register(registry);
    }

    private static CommitLoop.Options options(Telemetry telemetry) {
        long cacheBytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        return new CommitLoop.Options(
                UUID.randomUUID(),
                UuidCreator::getTimeOrderedEpoch,
                new SplittableRandom(),
                MAX_BATCH,
                cacheBytes,
                SNAPSHOT_EVERY,
                telemetry);
    }

    VertxEventLoop loop() {
        return loop;
    }

    RedisStore redis() {
        return redis;
    }

    Journal journal() {
        return journal;
    }

    Workflows workflows() {
        return workflows;
    }

    Loader loader() {
        return loader;
    }

    Decider decider() {
        return decider;
    }

    Redriver redriver() {
        return redriver;
    }

    CommitLoop commits() {
        return commits;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    Reconciler reconciler() {
        return reconciler;
    }
}

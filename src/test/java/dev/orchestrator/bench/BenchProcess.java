package dev.orchestrator.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.out.postgres.Patience;
import dev.orchestrator.adapters.out.postgres.PostgresBeatRecord;
import dev.orchestrator.adapters.out.postgres.PostgresIdempotencyKeys;
import dev.orchestrator.adapters.out.postgres.PostgresJournal;
import dev.orchestrator.adapters.out.postgres.PostgresWorkflows;
import dev.orchestrator.adapters.out.postgres.StoredDefinition;
import dev.orchestrator.adapters.out.redis.RedisServer;
import dev.orchestrator.adapters.out.redis.RedisShape;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.CommitLoop;
import dev.orchestrator.application.Definitions;
import dev.orchestrator.application.EffectRelay;
import dev.orchestrator.application.Loader;
import dev.orchestrator.application.Reconciler;
import dev.orchestrator.application.Redriver;
import dev.orchestrator.application.StoreWatch;
import dev.orchestrator.application.Submissions;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.ports.out.Telemetry;
import java.util.SplittableRandom;
import java.util.UUID;

/** What decides in one process, as bootstrap wires it, without a server around it. */
final class BenchProcess implements AutoCloseable {
    private static final int POOL = 8;

    final CommitLoop commits;
    final Submissions submissions;
    final RedisStore redis;
    final Journal journal;
    final Reconciler reconciler;

    BenchProcess(BenchStores stores, Telemetry telemetry) {
        VertxEventLoop loop = VertxEventLoop.next(stores.vertx);
        var pool = stores.pool(POOL);
        redis = new RedisStore(loop, new RedisServer(stores.redisUrl()), RedisShape.DEFAULT);
        journal = new PostgresJournal(stores.vertx, pool, Patience.USUAL);
        Loader loader = new Loader(journal, new PostgresWorkflows(pool));
        Redriver redriver = new Redriver(loop, loader, new Redrive(), redis.liveState(), telemetry);
        EffectRelay relay = new EffectRelay(loop, redis.liveState(), journal, redriver);
        Decider decider = new Decider(1_000_000);
        CommitLoop.Options options = new CommitLoop.Options(
                UUID.randomUUID(),
                UuidCreator::getTimeOrderedEpoch,
                new SplittableRandom(),
                256,
                256L << 20,
                256,
                telemetry);
        commits = new CommitLoop(loop, journal, loader, decider, relay, options);
        StoreWatch watch = new StoreWatch(loop, redis.upkeep(), new PostgresBeatRecord(pool));
        reconciler = new Reconciler(loop, journal, redis.upkeep(), watch, redriver);
        relay.onWiped(reconciler::hurry);
        submissions = new Submissions(
                loop,
                commits,
                new Definitions(DefinitionReader.ofStored(Story.DEFAULTS), Story.DEFAULTS, StoredDefinition::write),
                decider,
                new PostgresIdempotencyKeys(pool),
                new Submissions.Fresh(() -> new ExecutionId(UuidCreator.getTimeOrderedEpoch()), () -> null));
    }

    @Override
    public void close() {
        reconciler.stop().toCompletableFuture().join();
        redis.close();
    }
}

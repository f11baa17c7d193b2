package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.StoreWiped;
import dev.orchestrator.ports.out.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Timers, leases and reconciliation in Redis. */
public final class RedisUpkeep implements Upkeep {
    private final Incarnations incarnations;
    private final RedisShape shape;
    private final Members members;
    private final StoreIdentity identity;
    private final LiveExecutions liveExecutions;

    RedisUpkeep(Incarnations incarnations, RedisShape shape, Members members, StoreIdentity identity) {
        this.incarnations = incarnations;
        this.shape = shape;
        this.members = members;
        this.identity = identity;
        this.liveExecutions = new LiveExecutions(incarnations, shape);
    }

    @Override
    public CompletionStage<Duration> promote(int limit, Duration horizon) {
        return inAllShards(keys -> new ScriptCall(RedisScript.PROMOTE_TIMERS, keys.incarnation(), keys.timers())
                        .with(shape.lanes())
                        .with(limit))
                .thenApply(replies -> shortest(replies, Word.PROMOTED, horizon));
    }

    private static Duration shortest(List<ScriptReply> replies, Word word, Duration horizon) {
        return replies.stream().map(reply -> wait(reply.expect(word))).reduce(horizon, RedisUpkeep::shorter);
    }

    private static Duration wait(ScriptReply reply) {
        long millis = Long.parseLong(reply.text(2));
        return millis < 0 ? Duration.ofMillis(Long.MAX_VALUE) : Duration.ofMillis(millis);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public CompletionStage<Reclaimed> reclaim(int limit, Duration horizon) {
        return members.living(Members.WORKER)
                .thenCompose(workers -> {
                    Set<String> served = new HashSet<>();
                    workers.values()
                            .forEach(facts -> served.addAll(List.of(
                                    facts.getOrDefault(Members.QUEUES, "").split(","))));
                    return inAllShards(
                            keys -> new ScriptCall(RedisScript.RECLAIM_EXPIRED, keys.incarnation(), keys.deadlines())
                                    .with(shape.lanes())
                                    .with(limit)
                                    .withAll(served));
                })
                .thenApply(replies -> new Reclaimed(sum(replies), shortest(replies, Word.RECLAIMED, horizon)));
    }

    @Override
    public CompletionStage<Integer> returnUnstarted(Duration idle, int limit) {
        return inAllShards(keys -> new ScriptCall(RedisScript.RETURN_UNSTARTED, keys.incarnation(), keys.queues())
                        .with(idle.toMillis())
                        .with(limit))
                .thenApply(RedisUpkeep::sum);
    }

    private static int sum(List<ScriptReply> replies) {
        return replies.stream().mapToInt(reply -> reply.number(1)).sum();
    }

    private CompletionStage<List<ScriptReply>> inAllShards(Function<ShardKeys, ScriptCall> call) {
        CompletionStage<List<ScriptReply>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int shard = 0; shard < shape.shards(); shard++) {
            ShardKeys keys = new ShardKeys(shard);
            all = all.thenCombine(incarnations.require(shard, call.apply(keys)), (replies, reply) -> {
                replies.add(reply);
                return replies;
            });
        }
        return all;
    }

    @Override
    public CompletionStage<Set<ExecutionId>> missing(Collection<ExecutionId> running) {
        CompletionStage<Set<ExecutionId>> all = CompletableFuture.completedFuture(new LinkedHashSet<>());
        for (int shard = 0; shard < shape.shards(); shard++) {
            int here = shard;
            List<String> ids = running.stream()
                    .filter(id -> shape.shardOf(id) == here)
                    .map(ExecutionId::toString)
                    .toList();
            all = all.thenCombine(new MissingLook(incarnations, shard, shape.lanes(), ids).look(), RedisUpkeep::both);
        }
        return all;
    }

    private static Set<ExecutionId> both(Set<ExecutionId> some, Set<ExecutionId> others) {
        Set<ExecutionId> both = new LinkedHashSet<>(some);
        both.addAll(others);
        return both;
    }

    @Override
    public CompletionStage<List<QueueDepth>> depths(int most) {
        return inAllShards(keys ->
                        new ScriptCall(RedisScript.MEASURE_QUEUES, keys.incarnation(), keys.queues()).with(most))
                .thenApply(replies -> {
                    Map<String, QueueDepth> queues = new TreeMap<>();
                    replies.forEach(reply -> depths(reply.expect(Word.MEASURED).texts(1))
                            .forEach(depth -> queues.merge(depth.queue(), depth, RedisUpkeep::together)));
                    return queues.values().stream().limit(most).toList();
                });
    }

    private static List<QueueDepth> depths(List<String> flat) {
        List<QueueDepth> result = new ArrayList<>();
        for (int i = 0; i < flat.size(); i += 3) {
            result.add(new QueueDepth(
                    flat.get(i), Long.parseLong(flat.get(i + 1)), Duration.ofMillis(Long.parseLong(flat.get(i + 2)))));
        }
        return result;
    }

    /** The same queue in two shards. */
    private static QueueDepth together(QueueDepth one, QueueDepth other) {
        Duration oldest = one.oldest().compareTo(other.oldest()) > 0 ? one.oldest() : other.oldest();
        return new QueueDepth(one.queue(), one.waiting() + other.waiting(), oldest);
    }

    @Override
    public CompletionStage<Identity> identify(Beats witnessed) {
        return identity.identify(witnessed);
    }

    @Override
    public CompletionStage<Lead> lead(Duration lease, Progress progress) {
        String store = identity.name();
        if (progress.store() != null && !progress.store().equals(store)) {
            return CompletableFuture.failedFuture(new StoreWiped());
        }
        ShardKeys keys = new ShardKeys(0);
        ScriptCall call = new ScriptCall(RedisScript.LEAD_REBUILD, keys.incarnation(), keys.rebuild())
                .with(store)
                .with(identity.process())
                .with(lease.toMillis())
                .with(progress.after() == null ? "" : progress.after().toString())
                .with(progress.finished() ? 1 : 0);
        return incarnations.require(0, call).thenApply(reply -> lead(store, reply));
    }

    @Override
    public CompletionStage<LivePage> live(String cursor) {
        return liveExecutions.live(cursor);
    }

    @Override
    public CompletionStage<Void> forget(Collection<ExecutionId> executions) {
        return liveExecutions.forget(executions);
    }

    @Override
    public CompletionStage<Void> admitStarts() {
        return inAllShards(keys ->
                        new ScriptCall(RedisScript.ADMIT_STARTS, keys.incarnation(), keys.server(), keys.ready()))
                .thenAccept(replies -> replies.forEach(reply -> reply.expect(Word.DONE)));
    }

    @Override
    public CompletionStage<Boolean> reconciles(Duration lease) {
        ShardKeys keys = new ShardKeys(0);
        ScriptCall call = new ScriptCall(RedisScript.LEAD_RECONCILING, keys.incarnation(), keys.reconciler())
                .with(identity.process())
                .with(lease.toMillis());
        return incarnations.require(0, call).thenApply(reply -> reply.word() == Word.LEADS);
    }

    private static Lead lead(String store, ScriptReply reply) {
        if (reply.word() == Word.LEADS) {
            String after = reply.text(1);
            return new Lead(Part.LEADS, store, after.isEmpty() ? null : ExecutionId.of(after));
        }
        return new Lead(reply.word() == Word.FOLLOWS ? Part.FOLLOWS : done(reply), store, null);
    }

    private static Part done(ScriptReply reply) {
        reply.expect(Word.REBUILT);
        return Part.DONE;
    }
}

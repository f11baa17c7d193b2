package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Upkeep.LivePage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds what is live in Redis whatever the journal says, shard by shard, and removes what should not be. */
final class LiveExecutions {
    /** A millisecond of Redis' time, about. */
    private static final int KEYS_PER_PAGE = 1_000;
    /** What one of them has open is bounded, and mostly small. */
    private static final int FORGOTTEN_PER_CALL = 20;

    private static final String START = "0";

    private final Incarnations incarnations;
    private final RedisShape shape;

    LiveExecutions(Incarnations incarnations, RedisShape shape) {
        this.incarnations = incarnations;
        this.shape = shape;
    }

    /** A cursor names the shard, and the place in it. */
    CompletionStage<LivePage> live(String cursor) {
        boolean begins = cursor.equals(LivePage.BEGINNING);
        int colon = cursor.indexOf(':');
        int shard = begins ? 0 : Integer.parseInt(cursor.substring(0, colon));
        ScriptCall call = new ScriptCall(RedisScript.LIST_LIVE, new ShardKeys(shard).incarnation())
                .with(begins ? START : cursor.substring(colon + 1))
                .with(KEYS_PER_PAGE);
        return incarnations.require(shard, call).thenApply(reply -> page(shard, reply.expect(Word.LISTED)));
    }

    private LivePage page(int shard, ScriptReply reply) {
        Map<ExecutionId, Integer> versions = new LinkedHashMap<>();
        List<String> flat = reply.texts(2);
        for (int i = 0; i < flat.size(); i += 2) {
            versions.put(ExecutionId.of(flat.get(i)), Integer.parseInt(flat.get(i + 1)));
        }
        return new LivePage(versions, next(shard, reply.text(1)));
    }

    private String next(int shard, String cursor) {
        if (!cursor.equals(START)) {
            return shard + ":" + cursor;
        }
        return shard + 1 < shape.shards() ? shard + 1 + ":" + START : LivePage.BEGINNING;
    }

    CompletionStage<Void> forget(Collection<ExecutionId> executions) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (int shard = 0; shard < shape.shards(); shard++) {
            int here = shard;
            List<String> ids = executions.stream()
                    .filter(id -> shape.shardOf(id) == here)
                    .map(ExecutionId::toString)
                    .toList();
            for (int from = 0; from < ids.size(); from += FORGOTTEN_PER_CALL) {
                List<String> some = ids.subList(from, Math.min(from + FORGOTTEN_PER_CALL, ids.size()));
                all = all.thenCombine(forget(shard, some), (nothing, done) -> null);
            }
        }
        return all;
    }

    private CompletionStage<Void> forget(int shard, List<String> executions) {
        ShardKeys keys = new ShardKeys(shard);
        ScriptCall call = new ScriptCall(
                        RedisScript.FORGET_EXECUTIONS, keys.incarnation(), keys.deadlines(), keys.timers())
                .withAll(executions);
        return incarnations.require(shard, call).thenAccept(reply -> reply.expect(Word.DONE));
    }
}

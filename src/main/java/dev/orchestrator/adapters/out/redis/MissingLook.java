package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One look at some executions of a shard, in calls that are short whatever the executions have open. */
final class MissingLook {
    /** About a millisecond of Redis' time. */
    private static final int RECORDS_PER_CALL = 150;

    private static final int EXECUTIONS_PER_CALL = 200;
    private static final String BEGINNING = "0";

    private final Incarnations incarnations;
    private final int shard;
    private final int lanes;
    private final List<String> executions;
    private final Set<ExecutionId> missing = new LinkedHashSet<>();

    MissingLook(Incarnations incarnations, int shard, int lanes, List<String> executions) {
        this.incarnations = incarnations;
        this.shard = shard;
        this.lanes = lanes;
        this.executions = executions;
    }

    /** Those without a reason to wait. */
    CompletionStage<Set<ExecutionId>> look() {
        return lookFrom(0, BEGINNING).thenApply(done -> missing);
    }

    private CompletionStage<Void> lookFrom(int next, String cursor) {
        if (next == executions.size()) {
            return CompletableFuture.completedFuture(null);
        }
        ShardKeys keys = new ShardKeys(shard);
        ScriptCall call = new ScriptCall(RedisScript.FIND_MISSING, keys.incarnation(), keys.deadlines(), keys.timers())
                .with(lanes)
                .with(RECORDS_PER_CALL)
                .with(cursor)
                .withAll(executions.subList(next, Math.min(next + EXECUTIONS_PER_CALL, executions.size())));
        return incarnations.require(shard, call).thenCompose(reply -> {
            reply.expect(Word.MISSING).texts(3).forEach(id -> missing.add(ExecutionId.of(id)));
            return lookFrom(next + reply.number(1), reply.text(2));
        });
    }
}

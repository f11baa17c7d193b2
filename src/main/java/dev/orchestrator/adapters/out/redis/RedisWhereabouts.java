package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Whereabouts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where open work is, in Redis: one script for the records, then one or more for each queue, each short, that count what
 * stands before them. What leaves its queue in between has no count.
 */
public final class RedisWhereabouts implements Whereabouts {
    private final Incarnations incarnations;
    private final RedisShape shape;
    private final EventLoop loop;

    RedisWhereabouts(Incarnations incarnations, RedisShape shape, EventLoop loop) {
        this.incarnations = incarnations;
        this.shape = shape;
        this.loop = loop;
    }

    @Override
    public CompletionStage<Open> find(Question question) {
        if (question.nodes().size() > MOST_NODES) {
            throw new IllegalArgumentException("at most " + MOST_NODES + " nodes");
        }
        ShardKeys keys = new ShardKeys(shape.shardOf(question.execution()));
        ScriptCall call = new ScriptCall(
                        RedisScript.EXPLAIN_OPEN,
                        keys.incarnation(),
                        keys.open(question.execution()),
                        keys.deadlines(),
                        keys.timers())
                .with(question.execution().toString())
                .with(shape.lanes())
                .withAll(question.nodes().stream().map(NodeId::value).toList());
        return incarnations
                .run(keys.shard(), call)
                .thenCompose(reply -> Incarnations.isWiped(reply) || reply == null
                        ? CompletableFuture.completedFuture(new Open(loop.now(), Map.of(), Map.of(), null))
                        : counted(keys, new OpenRows(reply.expect(Word.FOUND)), question.mostCounted()));
    }

    private CompletionStage<Open> counted(ShardKeys keys, OpenRows rows, int most) {
        Map<String, List<String>> queues = rows.entriesByQueue();
        CompletionStage<Map<String, Ahead>> counts = CompletableFuture.completedFuture(Map.of());
        for (Map.Entry<String, List<String>> queue : queues.entrySet()) {
            QueueCount count = new QueueCount(incarnations, keys, queue.getKey(), queue.getValue());
            int share = Math.max(1, most / queues.size());
            counts = counts.thenCompose(before -> count.upTo(share).thenApply(more -> {
                rows.count(queue.getKey(), more);
                return more;
            }));
        }
        return counts.thenApply(done -> rows.open());
    }
}

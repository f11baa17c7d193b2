package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Whereabouts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where open work is, in Redis: a script for the records and one for each queue that counts what stands before them, both in
 * parts, so that no call is long. What leaves its queue in between has no count.
 */
public final class RedisWhereabouts implements Whereabouts {
    /** 500 nodes in one call would hold Redis up for 8 ms. */
    private static final int PART = 100;

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
        OpenRows rows = new OpenRows(loop.now());
        return read(question, 0, keys, rows).thenCompose(done -> counted(keys, rows, question.mostCounted()));
    }

    private CompletionStage<Void> read(Question question, int from, ShardKeys keys, OpenRows rows) {
        List<String> part = question.nodes().stream()
                .skip(from)
                .limit(PART)
                .map(NodeId::value)
                .toList();
        ScriptCall call = new ScriptCall(
                        RedisScript.EXPLAIN_OPEN,
                        keys.incarnation(),
                        keys.open(question.execution()),
                        keys.deadlines(),
                        keys.timers())
                .with(question.execution().toString())
                .with(shape.lanes())
                .withAll(part);
        return incarnations.run(keys.shard(), call).thenCompose(reply -> {
            boolean wiped = reply == null || Incarnations.isWiped(reply);
            if (!wiped) {
                rows.add(reply.expect(Word.FOUND));
            }
            int next = from + PART;
            return wiped || next >= question.nodes().size()
                    ? CompletableFuture.completedFuture(null)
                    : read(question, next, keys, rows);
        });
    }

    private CompletionStage<Open> counted(ShardKeys keys, OpenRows rows, int most) {
        Map<String, List<String>> queues = rows.entriesByQueue();
        CompletionStage<Void> counts = CompletableFuture.completedFuture(null);
        for (Map.Entry<String, List<String>> queue : queues.entrySet()) {
            QueueCount count = new QueueCount(incarnations, keys, queue.getKey(), queue.getValue());
            int share = Math.max(1, most / queues.size());
            counts = counts.thenCompose(before -> count.upTo(share))
                    .thenAccept(found -> rows.count(queue.getKey(), found));
        }
        return counts.thenApply(done -> rows.open());
    }
}

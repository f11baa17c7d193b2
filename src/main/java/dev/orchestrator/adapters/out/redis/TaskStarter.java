package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.TaskQueue.Demand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Finds tasks and starts them.
 *
 * <p>While work abounds the start script takes tasks itself, exactly as many as there are slots. Once it finds none, a
 * blocking read waits for the first of each queue, and the start script is then offered what came.
 */
final class TaskStarter {
    private static final Logger LOG = Logger.getLogger(TaskStarter.class);

    private final Incarnations incarnations;
    private final RedisShape shape;
    private final GroupReader reader;
    private final EventLoop loop;
    private final AtomicInteger turn = new AtomicInteger();
    /**
     * Whether the last take filled its slots, so that more is to be expected. A first take looks without waiting, and so does
     * one after a failure: what a blocking read brings while nothing may start would be out of its queue for a while.
     */
    private volatile boolean busy = true;

    TaskStarter(Incarnations incarnations, RedisShape shape, GroupReader reader, EventLoop loop) {
        this.incarnations = incarnations;
        this.shape = shape;
        this.reader = reader;
        this.loop = loop;
    }

    CompletionStage<List<StartedTask>> take(Demand demand) {
        if (demand.slots() < 1 || demand.queues().isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        long end = loop.nanoTime() + demand.patience().toNanos();
        CompletionStage<List<StartedTask>> result =
                busy || demand.patience().isZero() ? look(demand, end) : await(demand, end);
        return result.whenComplete((taken, failure) -> busy = failure != null || taken.size() >= demand.slots());
    }

    private CompletionStage<List<StartedTask>> look(Demand demand, long end) {
        return start(demand, List.of()).thenCompose(taken -> orAwait(taken, demand, end));
    }

    private CompletionStage<List<StartedTask>> orAwait(List<StartedTask> taken, Demand demand, long end) {
        return taken.isEmpty() && loop.nanoTime() - end < 0
                ? await(demand, end)
                : CompletableFuture.completedFuture(taken);
    }

    private CompletionStage<List<StartedTask>> await(Demand demand, long end) {
        List<String> streams = new ArrayList<>();
        for (int shard = 0; shard < shape.shards(); shard++) {
            ShardKeys keys = new ShardKeys(shard);
            demand.queues().forEach(queue -> streams.add(keys.queue(queue)));
        }
        Duration patience = Duration.ofNanos(Math.max(0, end - loop.nanoTime()));
        return reader.read(streams, 1, patience)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedFuture(List.<StartedTask>of())
                        : start(demand, found).thenCompose(taken -> orAwait(taken, demand, end)));
    }

    /** Starts what was found, and more as long as there are slots, in all shards, each time beginning with another. */
    private CompletionStage<List<StartedTask>> start(Demand demand, List<StreamEntry> found) {
        int first = Math.floorMod(turn.getAndIncrement(), shape.shards());
        CompletionStage<List<StartedTask>> result = CompletableFuture.completedFuture(List.of());
        for (int i = 0; i < shape.shards(); i++) {
            ShardKeys keys = new ShardKeys((first + i) % shape.shards());
            result = result.thenCompose(before -> startIn(keys, demand, found, before));
        }
        return result;
    }

    private CompletionStage<List<StartedTask>> startIn(
            ShardKeys keys, Demand demand, List<StreamEntry> found, List<StartedTask> before) {
        List<String> offered = offered(keys, demand, found);
        int slots = demand.slots() - before.size();
        if (slots == 0 && offered.isEmpty()) {
            return CompletableFuture.completedFuture(before);
        }
        ScriptCall call = new ScriptCall(RedisScript.START_TASKS, keys.incarnation(), keys.deadlines(), keys.queues())
                .with(demand.worker())
                .with(slots)
                .with(demand.lease().toMillis())
                .with(RedisTaskQueue.GRACE.toMillis())
                .with(demand.queues().size())
                .with(offered.size() / 2)
                .withAll(inTurn(demand.queues()))
                .withAll(offered);
        return incarnations.adopt(keys.shard(), call).thenApply(reply -> joined(before, reply));
    }

    private List<String> inTurn(List<String> queues) {
        List<String> rotated = new ArrayList<>(queues);
        Collections.rotate(rotated, -(turn.get() % queues.size()));
        return rotated;
    }

    /** Queue and id of the entries that came from this shard. */
    private static List<String> offered(ShardKeys keys, Demand demand, List<StreamEntry> found) {
        List<String> result = new ArrayList<>();
        for (StreamEntry entry : found) {
            for (String queue : demand.queues()) {
                if (entry.stream().equals(keys.queue(queue))) {
                    result.add(queue);
                    result.add(entry.id());
                }
            }
        }
        return result;
    }

    private static List<StartedTask> joined(List<StartedTask> before, ScriptReply reply) {
        if (reply.expect(Word.TAKEN).number(1) > 0) {
            LOG.warnf("%d tasks that nobody waits for were put into quarantine", reply.number(1));
        }
        List<StartedTask> all = new ArrayList<>(before);
        all.addAll(StartedTask.of(reply.list(2)));
        return all;
    }
}

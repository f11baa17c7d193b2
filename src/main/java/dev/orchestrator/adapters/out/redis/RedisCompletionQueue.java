package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.ports.out.CompletionQueue;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Receipt;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The lanes of completions in Redis. Lanes are numbered through all shards. */
public final class RedisCompletionQueue implements CompletionQueue {
    static final String GROUP = "orchestrators";
    private static final Logger LOG = Logger.getLogger(RedisCompletionQueue.class);

    private final Incarnations incarnations;
    private final Scripts scripts;
    private final RedisShape shape;
    private final GroupReader reader;
    private final EventLoop loop;
    private final MessageRules rules;
    /** Where the last look over a lane's pending messages stopped. */
    private final Map<Integer, String> cursors = new ConcurrentHashMap<>();

    RedisCompletionQueue(
            Incarnations incarnations,
            Scripts scripts,
            RedisShape shape,
            GroupReader reader,
            EventLoop loop,
            MessageRules rules) {
        this.incarnations = incarnations;
        this.loop = loop;
        this.rules = rules;
        this.scripts = scripts;
        this.shape = shape;
        this.reader = reader;
    }

    @Override
    public int lanes() {
        return shape.allLanes();
    }

    /** The limit counts for all lanes together, but each gives one message at least if it has any. */
    @Override
    public CompletionStage<List<Delivery>> read(
            String reader, Collection<Integer> lanes, int limit, Duration patience) {
        if (lanes.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Map<String, Integer> laneOf = new ConcurrentHashMap<>();
        lanes.forEach(lane -> laneOf.put(stream(lane), lane));
        int count = Math.max(1, limit / lanes.size());
        return this.reader
                .read(List.copyOf(laneOf.keySet()), count, patience)
                .thenApply(entries -> deliveries(entries, laneOf));
    }

    @Override
    public CompletionStage<List<Delivery>> claim(String reader, Duration idle, int limit) {
        CompletionStage<List<Delivery>> result = CompletableFuture.completedFuture(List.of());
        for (int lane = 0; lane < lanes(); lane++) {
            int next = lane;
            result = result.thenCompose(before -> before.size() >= limit
                    ? CompletableFuture.completedFuture(before)
                    : claimFrom(next, idle, limit, before));
        }
        return result;
    }

    private CompletionStage<List<Delivery>> claimFrom(int lane, Duration idle, int limit, List<Delivery> before) {
        String stream = stream(lane);
        Request claim = Request.cmd(Command.XAUTOCLAIM)
                .arg(stream)
                .arg(GROUP)
                .arg(GroupReader.CONSUMER)
                .arg(idle.toMillis())
                .arg(cursors.getOrDefault(lane, "0-0"))
                .arg("COUNT")
                .arg(limit - before.size());
        return scripts.link()
                .send(claim)
                .handle((response, failure) -> failure == null
                        ? CompletableFuture.completedFuture(claimed(lane, stream, response))
                        : nothingIfNew(failure))
                .thenCompose(found -> found)
                .thenApply(found -> {
                    List<Delivery> all = new ArrayList<>(before);
                    all.addAll(found);
                    return all;
                });
    }

    private List<Delivery> claimed(int lane, String stream, Response response) {
        cursors.put(lane, response.get(0).toString());
        return deliveries(StreamEntry.ofEntries(stream, response.get(1)), Map.of(stream, lane));
    }

    private static CompletableFuture<List<Delivery>> nothingIfNew(Throwable failure) {
        return Scripts.cause(failure) instanceof RedisRefused refused && refused.is("NOGROUP")
                ? CompletableFuture.completedFuture(List.of())
                : CompletableFuture.failedFuture(failure);
    }

    private List<Delivery> deliveries(List<StreamEntry> entries, Map<String, Integer> laneOf) {
        List<Delivery> result = new ArrayList<>(entries.size());
        int waiting = 0;
        for (StreamEntry entry : entries) {
            Integer lane = laneOf.get(entry.stream());
            if (lane == null) {
                continue;
            }
            try {
                result.add(delivery(lane, entry));
            } catch (Unreadable e) {
                if (waits(entry)) {
                    waiting++;
                } else {
                    quarantine(lane, entry, e);
                }
            }
        }
        if (waiting > 0) {
            LOG.warnf("%d messages wait for a process of a newer release", waiting);
        }
        return result;
    }

    private Delivery delivery(int lane, StreamEntry entry) {
        if (!entry.isText()) {
            throw new Unreadable("it is not UTF-8");
        }
        return new Delivery(
                new Receipt(Integer.toString(lane), entry.id()),
                CompletionCodec.execution(entry.fields()),
                CompletionCodec.command(entry.fields(), rules.largestOutput()),
                CompletionCodec.trace(entry.fields()));
    }

    /** While roles are upgraded one by one, what the newer ones report stays pending until one of them claims it. */
    private boolean waits(StreamEntry entry) {
        long sent = Long.parseLong(entry.id().substring(0, entry.id().indexOf('-')));
        return Versions.isNewer(entry.fields().get("v"), CompletionCodec.START_VERSION)
                && loop.now().toEpochMilli() - sent < rules.newerWaits().toMillis();
    }

    /** Failing here costs nothing: the message stays pending and is claimed again. */
    private void quarantine(int lane, StreamEntry entry, Unreadable why) {
        LOG.warnf("The message %s in lane %d is put into quarantine: %s", entry.id(), lane, why.getMessage());
        ShardKeys keys = new ShardKeys(lane / shape.lanes());
        ScriptCall call = new ScriptCall(RedisScript.QUARANTINE_MESSAGE, keys.incarnation())
                .with(lane % shape.lanes())
                .with(entry.id())
                .with(String.valueOf(why.getMessage()))
                .with(execution(entry));
        incarnations.run(keys.shard(), call).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warnf(
                        "It could not be put there yet: %s",
                        Scripts.cause(failure).getMessage());
            }
        });
    }

    /** What the envelope says, where it can be read, and where it belongs into this shard. */
    private static String execution(StreamEntry entry) {
        try {
            return CompletionCodec.execution(entry.fields()).toString();
        } catch (Unreadable e) {
            return "";
        }
    }

    private String stream(int lane) {
        return new ShardKeys(lane / shape.lanes()).lane(lane % shape.lanes());
    }
}

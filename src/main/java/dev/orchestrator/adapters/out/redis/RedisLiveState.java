package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.LiveNode;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The hot state of executions in Redis. Calls that do not wait for each other share a round trip. */
public final class RedisLiveState implements LiveState {
    /** What the fields of nodes in the live hash begin with. */
    private static final String NODE = "n:";

    /** Readers have the journal, too, so they do not wait for a server that is silent. */
    private static final Duration READ = Duration.ofSeconds(1);

    private final Incarnations incarnations;
    private final RedisShape shape;
    private final InstantSource clock;
    private volatile Duration grace = Duration.ofSeconds(120);

    RedisLiveState(Incarnations incarnations, RedisShape shape, InstantSource clock) {
        this.incarnations = incarnations;
        this.shape = shape;
        this.clock = clock;
    }

    /** How long an execution that ended is known as such. */
    void grace(Duration time) {
        grace = time;
    }

    @Override
    public String store() {
        return incarnations.name();
    }

    @Override
    public CompletionStage<Reply> apply(Change change) {
        if (change.state().status() == ExecutionStatus.PENDING) {
            return acknowledge(change.receipts()).thenApply(done -> Reply.APPLIED);
        }
        int shard = shape.shardOf(change.state().id());
        CompletionStage<Reply> result = CompletableFuture.completedFuture(Reply.APPLIED);
        for (ScriptCall part : new ChangeCalls(change, shape, clock.instant(), grace).calls()) {
            result = result.thenCombine(incarnations.run(shard, part), RedisLiveState::worse);
        }
        return result;
    }

    /** The first part that was not applied tells how the change went. */
    private static Reply worse(Reply before, @Nullable ScriptReply part) {
        return before != Reply.APPLIED ? before : reply(part);
    }

    private static Reply reply(@Nullable ScriptReply part) {
        if (part == null || part.word() == Word.WIPED) {
            return Reply.WIPED;
        } else if (part.word() == Word.GAP) {
            return Reply.GAP;
        } else if (part.word() == Word.STALE) {
            return Reply.STALE;
        }
        part.expect(Word.APPLIED);
        return Reply.APPLIED;
    }

    @Override
    public CompletionStage<Void> acknowledge(Collection<Receipt> receipts) {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int shard = 0; shard < shape.shards(); shard++) {
            List<String> names = ChangeCalls.lanesAndIds(receipts, shape, shard);
            ShardKeys keys = new ShardKeys(shard);
            if (!names.isEmpty()) {
                ScriptCall call = new ScriptCall(RedisScript.ACKNOWLEDGE_MESSAGES, keys.incarnation()).withAll(names);
                calls.add(incarnations.run(shard, call).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletionStage<Optional<LiveExecution>> read(ExecutionId id) {
        ShardKeys keys = new ShardKeys(shape.shardOf(id));
        ScriptCall call = new ScriptCall(RedisScript.READ_EXECUTION, keys.incarnation(), keys.view(id), keys.open(id));
        return incarnations
                .run(keys.shard(), call)
                .thenApply(reply -> reply == null || reply.word() != Word.LIVE
                        ? Optional.<LiveExecution>empty()
                        : Optional.of(execution(reply)))
                .toCompletableFuture()
                .orTimeout(READ.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static LiveExecution execution(ScriptReply reply) {
        Map<NodeId, LiveNode> nodes = new TreeMap<>();
        List<String> seen = reply.texts(2);
        for (int i = 0; i < seen.size(); i += 2) {
            if (seen.get(i).startsWith(NODE)) {
                nodes.put(new NodeId(seen.get(i).substring(NODE.length())), LiveNodeCodec.decode(seen.get(i + 1)));
            }
        }
        List<String> running = reply.texts(3);
        for (int i = 0; i < running.size(); i += 4) {
            List<String> run = running.subList(i, i + 4);
            nodes.computeIfPresent(new NodeId(run.get(0)), (id, node) -> overlaid(node, run));
        }
        return new LiveExecution(reply.number(1), nodes);
    }

    private static LiveNode overlaid(LiveNode node, List<String> run) {
        boolean isRunning = node.state() == NodeState.QUEUED && run.get(1).equals(Integer.toString(node.dispatch()));
        return isRunning
                ? new LiveNode(
                        NodeState.RUNNING,
                        node.attempt(),
                        node.dispatch(),
                        run.get(2),
                        Instant.ofEpochMilli(Long.parseLong(run.get(3))))
                : node;
    }
}

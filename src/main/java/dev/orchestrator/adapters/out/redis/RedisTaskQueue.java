package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The workers' side of the work in Redis. */
public final class RedisTaskQueue implements TaskQueue {
    /** How long past its own deadline an attempt may still report before its lease ends. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final Incarnations incarnations;
    private final RedisShape shape;
    private final TaskStarter starter;

    RedisTaskQueue(Incarnations incarnations, RedisShape shape, TaskStarter starter) {
        this.incarnations = incarnations;
        this.shape = shape;
        this.starter = starter;
    }

    @Override
    public CompletionStage<List<Task>> take(Demand demand) {
        return starter.take(demand).thenCompose(this::readable);
    }

    /** A started task that cannot be read is reported as failed, so that it neither sticks nor waits for its lease. */
    private CompletionStage<List<Task>> readable(List<StartedTask> started) {
        List<Task> tasks = new ArrayList<>();
        List<CompletableFuture<?>> refusals = new ArrayList<>();
        for (StartedTask one : started) {
            try {
                tasks.add(one.task());
            } catch (Unreadable e) {
                refusals.add(refuse(one, e).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(refusals.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> tasks);
    }

    private CompletionStage<Void> refuse(StartedTask task, Unreadable why) {
        Task.Key key = task.key();
        ShardKeys keys = new ShardKeys(shape.shardOf(key.execution()));
        ScriptCall keep = new ScriptCall(RedisScript.QUARANTINE_TASK, keys.incarnation())
                .with(task.queue())
                .with(task.entry())
                .with(String.valueOf(why.getMessage()))
                .with(key.execution().toString());
        task.fields().forEach(keep::with);
        return incarnations
                .adopt(keys.shard(), keep)
                .thenCompose(kept -> send(key, task.unreadable(why), Report.NONE, null));
    }

    @Override
    public CompletionStage<Map<Task.Key, Beat>> beat(String worker, Collection<Task.Key> held, Duration lease) {
        Map<Task.Key, Beat> result = new LinkedHashMap<>();
        held.forEach(key -> result.put(key, Beat.HELD));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        byShard(held)
                .forEach((shard, keys) -> calls.add(incarnations
                        .adopt(shard, beatCall(shard, worker, keys, lease))
                        .thenAccept(reply -> note(reply, keys, result))
                        .toCompletableFuture()));
        return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> result);
    }

    private static ScriptCall beatCall(int shard, String worker, List<Task.Key> held, Duration lease) {
        ShardKeys keys = new ShardKeys(shard);
        ScriptCall call = new ScriptCall(RedisScript.BEAT_LEASES, keys.incarnation(), keys.deadlines())
                .with(worker)
                .with(lease.toMillis())
                .with(GRACE.toMillis());
        held.forEach(key ->
                call.with(key.execution().toString()).with(key.node().value()).with(key.dispatch()));
        return call;
    }

    private static void note(ScriptReply reply, List<Task.Key> keys, Map<Task.Key, Beat> result) {
        List<String> words = reply.expect(ScriptReply.Word.BEATEN).rest();
        synchronized (result) {
            for (int i = 0; i < keys.size(); i++) {
                result.put(keys.get(i), Beat.valueOf(words.get(i)));
            }
        }
    }

    @Override
    public CompletionStage<Start> askToStart(Task task, Claim claim) {
        ExecutionId id = task.execution();
        ScriptCall call = about(task.key(), RedisScript.ASK_START)
                .with(claim.worker())
                .with(claim.nonce())
                .with(claim.lease().toMillis())
                .withAll(CompletionCodec.encode(id, new Command.Start(task.node(), task.dispatch(), claim)));
        return incarnations
                .adopt(shape.shardOf(id), call)
                .thenApply(reply -> Start.valueOf(reply.word().name()));
    }

    @Override
    public CompletionStage<Void> complete(Task task, Outcome outcome, Report report) {
        return send(task.key(), outcome, report, task.trace());
    }

    private CompletionStage<Void> send(Task.Key task, Outcome outcome, Report report, @Nullable TraceContext trace) {
        ExecutionId id = task.execution();
        ScriptCall call = about(task, RedisScript.COMPLETE_TASK)
                .withAll(CompletionCodec.encode(
                        id, new Command.Complete(task.node(), task.dispatch(), outcome, report), trace));
        return incarnations.adopt(shape.shardOf(id), call).thenAccept(reply -> {});
    }

    /** A call that tells the orchestrators something of a dispatch. */
    private ScriptCall about(Task.Key task, RedisScript script) {
        ExecutionId id = task.execution();
        ShardKeys keys = new ShardKeys(shape.shardOf(id));
        return new ScriptCall(script, keys.incarnation(), keys.open(id), keys.deadlines(), keys.lane(shape.laneOf(id)))
                .with(id.toString())
                .with(task.node().value())
                .with(task.dispatch());
    }

    @Override
    public CompletionStage<Void> handBack(String worker, Collection<Task> tasks) {
        Map<Task.Key, Task> byKey = new HashMap<>();
        tasks.forEach(task -> byKey.put(task.key(), task));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        byShard(byKey.keySet())
                .forEach((shard, keys) -> calls.add(incarnations
                        .adopt(
                                shard,
                                handBackCall(
                                        shard,
                                        worker,
                                        keys.stream().map(byKey::get).toList()))
                        .toCompletableFuture()));
        return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
    }

    private static ScriptCall handBackCall(int shard, String worker, List<Task> tasks) {
        ShardKeys keys = new ShardKeys(shard);
        ScriptCall call =
                new ScriptCall(RedisScript.HAND_BACK_TASKS, keys.incarnation(), keys.deadlines()).with(worker);
        tasks.forEach(task -> call.with(task.execution().toString())
                .with(task.node().value())
                .with(task.dispatch())
                .with(TaskCodec.body(task))
                .with(task.config()));
        return call;
    }

    private Map<Integer, List<Task.Key>> byShard(Collection<Task.Key> keys) {
        Map<Integer, List<Task.Key>> result = new HashMap<>();
        keys.forEach(key -> result.computeIfAbsent(shape.shardOf(key.execution()), any -> new ArrayList<>())
                .add(key));
        return result;
    }
}

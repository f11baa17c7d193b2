package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out whether Redis still is the store that was rebuilt last.
 *
 * <p>Each shard holds its incarnation and the run id of the server on which it was given. A wipe takes both away; a
 * restart, a failover or a backup that was put back comes with another run id. All of them may have lost what was
 * written last, so they count as new. So does a server whose clock went back: its timers and leases would last too long.
 */
final class StoreIdentity {
    private static final String RUN_ID = "run_id:";

    private final Scripts scripts;
    private final Incarnations incarnations;
    private final RedisShape shape;

    StoreIdentity(Scripts scripts, Incarnations incarnations, RedisShape shape) {
        this.scripts = scripts;
        this.incarnations = incarnations;
        this.shape = shape;
    }

    /** Answers true when any shard is new, or another process found it to be so since this one looked. */
    CompletionStage<Boolean> identify() {
        return scripts.link()
                .send(Request.cmd(Command.INFO).arg("server"))
                .thenCompose(info -> identifyAll(line(info.toString(), RUN_ID)));
    }

    private CompletionStage<Boolean> identifyAll(String run) {
        CompletionStage<Boolean> result = CompletableFuture.completedFuture(false);
        for (int shard = 0; shard < shape.shards(); shard++) {
            result = result.thenCombine(identify(shard, run), Boolean::logicalOr);
        }
        return result;
    }

    private CompletionStage<Boolean> identify(int shard, String run) {
        ShardKeys keys = new ShardKeys(shard);
        ScriptCall call = new ScriptCall(RedisScript.IDENTIFY_STORE, keys.incarnation(), keys.server(), keys.clock())
                .with(run)
                .with(UUID.randomUUID().toString());
        return scripts.run(call).thenApply(reply -> learn(shard, reply));
    }

    private boolean learn(int shard, ScriptReply reply) {
        String before = incarnations.known(shard);
        incarnations.learn(shard, reply.text(1));
        return reply.word() == Word.NEW || (before != null && !before.equals(reply.text(1)));
    }

    /** What stands after the name in the text that INFO answers; empty when it does not stand there. */
    static String line(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }
}

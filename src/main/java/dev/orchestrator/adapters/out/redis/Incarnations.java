package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.ports.out.StoreWiped;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which incarnation of each shard its user knows, and the calls that are fenced by it.
 *
 * <p>The first incarnation that is met is the known one. Whoever rebuilds sticks to it, and hears WIPED from another,
 * until it identified the store anew; whoever does not (a worker) takes what is there.
 */
final class Incarnations {
    private final Scripts scripts;
    private final AtomicReferenceArray<@Nullable String> known;

    Incarnations(Scripts scripts, int shards) {
        this.scripts = scripts;
        this.known = new AtomicReferenceArray<>(shards);
    }

    @Nullable
    String known(int shard) {
        return known.get(shard);
    }

    /** Names the store as a whole, by all its incarnations. */
    String name() {
        return known.toString();
    }

    void learn(int shard, String incarnation) {
        known.set(shard, incarnation);
    }

    /** Runs the call, fenced by the known incarnation; answers WIPED, or null, when Redis has another or none. */
    CompletionStage<@Nullable ScriptReply> run(int shard, ScriptCall call) {
        String incarnation = known.get(shard);
        if (incarnation != null) {
            return scripts.run(call, incarnation).thenApply(reply -> reply);
        }
        return look(shard).thenCompose(found -> found == null ? nothing() : scripts.run(call, found));
    }

    /** The same, but a store that is new to the caller fails the stage. */
    CompletionStage<ScriptReply> require(int shard, ScriptCall call) {
        return run(shard, call).thenApply(Incarnations::notWiped);
    }

    /** The same, but a store that is new to the caller is taken as it is; one without an identity fails the stage. */
    CompletionStage<ScriptReply> adopt(int shard, ScriptCall call) {
        return run(shard, call)
                .thenCompose(reply -> isWiped(reply) ? adoptNew(shard, call) : CompletableFuture.completedFuture(reply))
                .thenApply(Incarnations::notWiped);
    }

    private CompletionStage<@Nullable ScriptReply> adoptNew(int shard, ScriptCall call) {
        known.set(shard, null);
        return run(shard, call);
    }

    private CompletionStage<@Nullable String> look(int shard) {
        Request get = Request.cmd(Command.GET).arg(new ShardKeys(shard).incarnation());
        return scripts.link().send(get).thenApply(found -> keep(shard, found));
    }

    private @Nullable String keep(int shard, @Nullable Response found) {
        if (found != null) {
            known.compareAndSet(shard, null, found.toString());
        }
        return known.get(shard);
    }

    static boolean isWiped(@Nullable ScriptReply reply) {
        return reply == null || reply.word() == Word.WIPED;
    }

    private static ScriptReply notWiped(@Nullable ScriptReply reply) {
        if (reply == null || isWiped(reply)) {
            throw new StoreWiped();
        }
        return reply;
    }

    private static CompletionStage<@Nullable ScriptReply> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}

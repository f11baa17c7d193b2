package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.Upkeep.Identity;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds out whether Redis still is the store that was rebuilt last.
 *
 * <p>Each shard holds its incarnation, the run id of the server on which it was given, and a count of beats. A wipe takes
 * them away; a restart, a failover or a backup that was put back comes with another run id; data that grew older under the
 * same process shows by its count, or by the line of history that a server begins when it is made the primary. All of them
 * may have lost what was written last, so they count as new. So does a server whose clock went back: its timers and leases
 * would last too long.
 */
final class StoreIdentity {
    private static final String RUN_ID = "run_id:";
    private static final String ROLE = "role:";
    private static final String LINE = "master_replid:";
    /** Zeros, or not told, where a server was never made the primary. */
    private static final String LINE_BEFORE = "master_replid2:";

    private final Scripts scripts;
    private final Incarnations incarnations;
    private final RedisShape shape;
    private final String process;
    private final Map<Integer, Long> beats = new ConcurrentHashMap<>();

    /** @param process the name under which this process beats; no other has it */
    StoreIdentity(Scripts scripts, Incarnations incarnations, RedisShape shape, String process) {
        this.scripts = scripts;
        this.incarnations = incarnations;
        this.shape = shape;
        this.process = process;
    }

    /** Replaced is a store of which any shard is new, or was found to be by another process since this one looked. */
    CompletionStage<Identity> identify(Beats witnessed) {
        return info("server").thenCombine(info("replication"), Server::of).thenCompose(server -> {
            CompletionStage<Boolean> replaced = CompletableFuture.completedFuture(false);
            for (int shard = 0; shard < shape.shards(); shard++) {
                replaced = replaced.thenCombine(identify(shard, server, witnessed), Boolean::logicalOr);
            }
            return replaced.thenApply(any -> new Identity(any, new Beats(beats)));
        });
    }

    private CompletionStage<String> info(String section) {
        return scripts.link().send(Request.cmd(Command.INFO).arg(section)).thenApply(Object::toString);
    }

    private CompletionStage<Boolean> identify(int shard, Server server, Beats witnessed) {
        ShardKeys keys = new ShardKeys(shard);
        String known = incarnations.known(shard);
        ScriptCall call = new ScriptCall(
                        RedisScript.IDENTIFY_STORE,
                        keys.incarnation(),
                        keys.server(),
                        keys.clock(),
                        keys.beats(),
                        keys.beatOf(process),
                        keys.ready())
                .with(server.run())
                .with(server.line())
                .with(UUID.randomUUID().toString())
                .with(witnessed.of(shard))
                .with(beats.getOrDefault(shard, 0L))
                .with(known == null ? "" : known);
        return scripts.run(call).thenApply(reply -> learn(shard, reply));
    }

    private boolean learn(int shard, ScriptReply reply) {
        String before = incarnations.known(shard);
        incarnations.learn(shard, reply.text(1));
        beats.put(shard, Long.parseLong(reply.text(2)));
        return reply.word() == Word.NEW || (before != null && !before.equals(reply.text(1)));
    }

    /** Names the store as a whole, by all its incarnations. */
    String name() {
        return IntStream.range(0, shape.shards())
                .mapToObj(shard -> String.valueOf(incarnations.known(shard)))
                .collect(Collectors.joining("+"));
    }

    String process() {
        return process;
    }

    /** What stands after the name in the text that INFO answers; empty when it does not stand there. */
    static String line(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** @param line the name of its history of data, if that began when the server was made the primary */
    private record Server(String run, String line) {
        static Server of(String server, String replication) {
            String role = StoreIdentity.line(replication, ROLE);
            if (role.equals("slave")) {
                throw new RedisUnavailable("Redis is a replica now; its primary is wanted", null);
            }
            boolean wasPromoted = !StoreIdentity.line(replication, LINE_BEFORE)
                    .replace("0", "")
                    .isEmpty();
            return new Server(
                    StoreIdentity.line(server, RUN_ID), wasPromoted ? StoreIdentity.line(replication, LINE) : "");
        }
    }
}

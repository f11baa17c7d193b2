package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Quarantine.Origin;
import dev.orchestrator.ports.out.Strangers;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the scripts set aside, in a stream of each shard. */
public final class RedisStrangers implements Strangers {
    private static final String SEPARATOR = "/";

    private final Incarnations incarnations;
    private final RedisShape shape;

    RedisStrangers(Incarnations incarnations, RedisShape shape) {
        this.incarnations = incarnations;
        this.shape = shape;
    }

    @Override
    public CompletionStage<List<Found>> oldest(int limit) {
        CompletionStage<List<Found>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (int shard = 0; shard < shape.shards(); shard++) {
            int here = shard;
            ScriptCall call = new ScriptCall(RedisScript.LIST_QUARANTINE, new ShardKeys(shard).incarnation());
            all = all.thenCombine(incarnations.require(shard, call.with(limit)), (found, reply) -> {
                Response entries = reply.expect(Word.QUARANTINED).response();
                for (int i = 1; i < entries.size(); i++) {
                    found.add(found(here, entries.get(i)));
                }
                return found;
            });
        }
        return all;
    }

    private static Found found(int shard, Response entry) {
        String place = shard + SEPARATOR + entry.get(0);
        Map<String, Response> fields = new HashMap<>();
        for (int i = 0; i + 1 < entry.get(1).size(); i += 2) {
            fields.put(entry.get(1).get(i).toString(), entry.get(1).get(i + 1));
        }
        byte[] content = fields.containsKey("b") ? fields.get("b").toBytes() : new byte[0];
        String source = text(fields.get("s"));
        long millis = Long.parseLong(entry.get(0).toString().replaceFirst("-.*", ""));
        Item item = new Item(
                id(millis, place + SEPARATOR + source + SEPARATOR + text(fields.get("i"))),
                Instant.ofEpochMilli(millis),
                new Origin(kind(source), source, execution(text(fields.get("x")))),
                text(fields.get("w")),
                Math.max(content.length, size(text(fields.get("n")))),
                ByteBuffer.wrap(content).asReadOnlyBuffer());
        return new Found(place, item);
    }

    private static String text(@Nullable Response field) {
        return field == null ? "" : MessageBody.storable(field.toString());
    }

    private static long size(String digits) {
        return digits.matches("\\d{1,15}") ? Long.parseLong(digits) : 0;
    }

    private static Kind kind(String source) {
        return source.startsWith("q:") ? Kind.TASK : source.startsWith("c:") ? Kind.MESSAGE : Kind.TIMER;
    }

    private static @Nullable ExecutionId execution(String text) {
        try {
            return ExecutionId.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Made of what it is the id of, in the form of a UUID of version 7. */
    private static UUID id(long millis, String what) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(hash);
            return new UUID(millis << 16 | 0x7000 | bits.getLong() & 0xfff, bits.getLong() >>> 2 | 1L << 63);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<Void> release(Collection<Found> found) {
        Map<Integer, ScriptCall> calls = new HashMap<>();
        for (Found one : found) {
            String[] place = one.place().split(SEPARATOR, 2);
            calls.computeIfAbsent(Integer.valueOf(place[0]), RedisStrangers::releaseCall)
                    .with(place[1]);
        }
        return CompletableFuture.allOf(calls.entrySet().stream()
                .map(call ->
                        incarnations.require(call.getKey(), call.getValue()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    private static ScriptCall releaseCall(int shard) {
        return new ScriptCall(RedisScript.RELEASE_QUARANTINE, new ShardKeys(shard).incarnation());
    }
}

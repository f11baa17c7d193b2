package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.redis.ScriptReply.Word;
import dev.orchestrator.domain.explanation.Ahead;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts what stands before some entries of one queue, once for all of them, part by part so that no call is long. */
final class QueueCount {
    private static final int PART = 1_000;
    private static final Comparator<String> BY_AGE = Comparator.comparingLong(QueueCount::millis)
            .thenComparingLong(id -> Long.parseLong(id.substring(id.indexOf('-') + 1)));

    private final Incarnations incarnations;
    private final ShardKeys keys;
    private final String queue;
    private final List<String> wanted;
    private final Map<String, Ahead> found = new HashMap<>();

    QueueCount(Incarnations incarnations, ShardKeys keys, String queue, List<String> entries) {
        this.incarnations = incarnations;
        this.keys = keys;
        this.queue = queue;
        this.wanted = entries.stream().sorted(BY_AGE).toList();
    }

    /** When an entry of this id was made. */
    static long millis(String id) {
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    /** By entry; those that counting did not reach stand behind at least so many, those that left have no count. */
    CompletionStage<Map<String, Ahead>> upTo(int most) {
        return from("", 0, most);
    }

    private CompletionStage<Map<String, Ahead>> from(String entry, int passed, int most) {
        ScriptCall call = new ScriptCall(RedisScript.COUNT_AHEAD, keys.incarnation(), keys.queue(queue))
                .with(entry)
                .with(Math.min(PART, most - passed))
                .withAll(wanted.stream().filter(id -> !found.containsKey(id)).toList());
        return incarnations.run(keys.shard(), call).thenCompose(reply -> after(reply, passed, most));
    }

    private CompletionStage<Map<String, Ahead>> after(@Nullable ScriptReply reply, int passed, int most) {
        if (reply == null || Incarnations.isWiped(reply)) {
            return CompletableFuture.completedFuture(found);
        }
        reply.expect(Word.COUNTED);
        List<String> here = reply.texts(3);
        for (int i = 0; i < here.size(); i += 2) {
            found.put(here.get(i), new Ahead(passed + Integer.parseInt(here.get(i + 1)), true));
        }
        String last = reply.text(2);
        int now = passed + reply.number(1);
        if (!last.isEmpty() && now < most) {
            return from(last, now, most);
        }
        if (!last.isEmpty()) {
            wanted.forEach(id -> found.putIfAbsent(id, new Ahead(now, false)));
        }
        return CompletableFuture.completedFuture(found);
    }
}

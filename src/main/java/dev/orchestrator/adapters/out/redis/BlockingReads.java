package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Connections for reads that wait: a waiting read holds up all that is sent after it, so each has one for itself. */
final class BlockingReads {
    private final Supplier<RedisLink> open;
    private final Deque<RedisLink> idle = new ArrayDeque<>();
    private final Set<RedisLink> all = new HashSet<>();

    BlockingReads(Supplier<RedisLink> open) {
        this.open = open;
    }

    CompletionStage<Response> send(Request request) {
        RedisLink link = borrow();
        return link.send(request).whenComplete((response, failure) -> giveBack(link));
    }

    private synchronized RedisLink borrow() {
        RedisLink link = idle.poll();
        if (link == null) {
            link = open.get();
            all.add(link);
        }
        return link;
    }

    private synchronized void giveBack(RedisLink link) {
        idle.push(link);
    }

    synchronized void close() {
        all.forEach(RedisLink::close);
    }
}

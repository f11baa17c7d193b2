package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.ports.out.EventLoop;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Waits for entries of streams as a member of their group.
 *
 * <p>All processes read under one consumer name: who has what is noted elsewhere, and so no dead consumers pile up.
 */
final class GroupReader {
    static final String CONSUMER = "w";
    /** A reader may not notice that its stream was lost, so it never waits longer at a time. */
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(1);

    private final BlockingReads reads;
    private final RedisLink commands;
    private final EventLoop loop;
    private final String group;

    GroupReader(BlockingReads reads, RedisLink commands, EventLoop loop, String group) {
        this.reads = reads;
        this.commands = commands;
        this.loop = loop;
        this.group = group;
    }

    /** New entries, at most so many of each stream; waits for the first as long as patience lasts. */
    CompletionStage<List<StreamEntry>> read(List<String> streams, int count, Duration patience) {
        return readUntil(streams, count, loop.nanoTime() + patience.toNanos());
    }

    private CompletionStage<List<StreamEntry>> readUntil(List<String> streams, int count, long end) {
        long left = Math.max(0, end - loop.nanoTime());
        return readOnce(streams, count, Math.min(left, LONGEST_BLOCK.toNanos()))
                .thenCompose(found -> found.isEmpty() && loop.nanoTime() - end < 0
                        ? readUntil(streams, count, end)
                        : CompletableFuture.completedFuture(found));
    }

    private CompletionStage<List<StreamEntry>> readOnce(List<String> streams, int count, long nanos) {
        Request request = command(streams, count, nanos);
        return reads.send(request)
                .handle((response, failure) -> failure == null
                        ? CompletableFuture.completedFuture(response)
                        : afterFailure(streams, failure).thenCompose(made -> reads.send(request)))
                .thenCompose(response -> response)
                .thenApply(response -> response == null ? List.of() : StreamEntry.ofStreams(response));
    }

    /** Makes the groups where one was missing: the streams are new, or were lost. */
    private CompletionStage<Void> afterFailure(List<String> streams, Throwable failure) {
        if (!(Scripts.cause(failure) instanceof RedisRefused refused && refused.is("NOGROUP"))) {
            return CompletableFuture.failedFuture(failure);
        }
        return CompletableFuture.allOf(streams.stream().map(this::makeGroup).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> makeGroup(String stream) {
        Request create = Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg("0")
                .arg("MKSTREAM");
        return commands.send(create)
                .handle((done, failure) -> failure == null || isThere(failure)
                        ? CompletableFuture.<Void>completedFuture(null)
                        : CompletableFuture.<Void>failedFuture(failure))
                .thenCompose(result -> result)
                .toCompletableFuture();
    }

    private static boolean isThere(Throwable failure) {
        return Scripts.cause(failure) instanceof RedisRefused refused && refused.is("BUSYGROUP");
    }

    private Request command(List<String> streams, int count, long nanos) {
        Request request = Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(group)
                .arg(CONSUMER)
                .arg("COUNT")
                .arg(count);
        if (nanos > 0) {
            // BLOCK 0 would wait for ever.
            request.arg("BLOCK").arg(Math.max(1, nanos / 1_000_000));
        }
        request.arg("STREAMS");
        streams.forEach(request::arg);
        streams.forEach(stream -> request.arg(">"));
        return request;
    }
}

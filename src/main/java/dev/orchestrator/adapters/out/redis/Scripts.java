package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Runs scripts on one connection, in the order of the calls. */
final class Scripts {
    private final RedisLink link;

    Scripts(RedisLink link) {
        this.link = link;
    }

    RedisLink link() {
        return link;
    }

    /**
     * Runs a script, fenced by the incarnation if it asks for one; a server that does not know it yet (new, restarted, flushed) is sent the whole text.
     *
     * <p>Only then calls that were pipelined may change their order.
     */
    CompletionStage<ScriptReply> run(ScriptCall call, @Nullable String incarnation) {
        return link.send(call.brief(incarnation))
                .handle((response, failure) -> failure == null
                        ? CompletableFuture.completedFuture(response)
                        : isUnknown(failure)
                                ? link.send(call.whole(incarnation))
                                : CompletableFuture.<Response>failedFuture(failure))
                .thenCompose(reply -> reply)
                .thenApply(ScriptReply::of);
    }

    CompletionStage<ScriptReply> run(ScriptCall call) {
        return run(call, null);
    }

    private static boolean isUnknown(Throwable failure) {
        return cause(failure) instanceof RedisRefused refused && refused.is("NOSCRIPT");
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

package dev.orchestrator.adapters.out.http;

import dev.orchestrator.handlers.HttpCalls;
import dev.orchestrator.handlers.HttpQuery;
import dev.orchestrator.handlers.HttpReply;
import dev.orchestrator.handlers.WebUrl;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** HTTP/1.1 calls by Vert.x. Each is guarded, bounded in time and size, and ended when nobody wants it any more. */
public final class GuardedHttp implements HttpCalls, AutoCloseable {
    /** Shorter than servers usually wait, so that a call seldom meets a connection that is being closed. */
    private static final int IDLE_SECONDS = 4;

    private final Vertx vertx;
    private final HttpClient client;
    private final AllowList allowed;
    private final Guard guard;
    private final HttpLimits limits;

    public GuardedHttp(Vertx vertx, HttpLimits limits, AllowList allowed, Names names) {
        this(vertx, new HttpClientOptions(), limits, allowed, names);
    }

    /** @param options what else the client is to be told, such as whom it trusts */
    GuardedHttp(Vertx vertx, HttpClientOptions options, HttpLimits limits, AllowList allowed, Names names) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                bounded(options, limits),
                new PoolOptions().setHttp1MaxSize(limits.connections()).setMaxWaitQueueSize(HttpLimits.WAITING));
        this.allowed = allowed;
        this.guard = new Guard(allowed, names);
        this.limits = limits;
    }

    /** No span of the client's own: it would carry the whole URL, with whatever is secret in it. */
    private static HttpClientOptions bounded(HttpClientOptions options, HttpLimits limits) {
        return options.setConnectTimeout((int) limits.connect().toMillis())
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    @Override
    public boolean allows(WebUrl url) {
        return allowed.names(url);
    }

    @Override
    public CompletionStage<HttpReply> send(HttpQuery query, Consumer<Runnable> onCancel) {
        Exchange exchange = new Exchange(query, vertx.getOrCreateContext(), client, guard, limits);
        onCancel.accept(exchange::abort);
        return exchange.start();
    }

    @Override
    public void close() {
        client.close();
    }
}

package dev.orchestrator.handlers;

import dev.orchestrator.adapters.out.http.AllowList;
import dev.orchestrator.adapters.out.http.GuardedHttp;
import dev.orchestrator.adapters.out.http.HttpLimits;
import dev.orchestrator.adapters.out.http.Names;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Real HTTP servers on loopback, and guarded clients whose names resolve as a test says. */
final class LocalServices implements AutoCloseable {
    static final HttpLimits LIMITS = new HttpLimits(20_000, Duration.ofSeconds(5), 4);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<String>> names = new HashMap<>();

    /** Starts a server and answers its port. */
    int serve(Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        return await(server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture())
                .actualPort();
    }

    LocalServices resolves(String name, List<String> addresses) {
        names.put(name, addresses);
        return this;
    }

    GuardedHttp client(String... allowed) {
        return new GuardedHttp(vertx, LIMITS, AllowList.of(List.of(allowed)), names());
    }

    Vertx vertx() {
        return vertx;
    }

    private Names names() {
        Names system = Names.ofSystem(task -> vertx.executeBlocking(() -> {
            task.run();
            return null;
        }));
        return host -> {
            if (host.equals("localhost")) {
                return system.resolve(host);
            }
            List<InetAddress> addresses = new ArrayList<>();
            names.getOrDefault(host, List.of()).forEach(address -> addresses.add(address(address)));
            return addresses.isEmpty()
                    ? CompletableFuture.failedFuture(new UnknownHostException(host))
                    : CompletableFuture.completedFuture(addresses);
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }
}

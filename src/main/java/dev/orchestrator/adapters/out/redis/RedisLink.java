package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.ports.out.EventLoop;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis, opened when it is needed and again after it broke.
 *
 * <p>Commands sent without waiting for each other are pipelined, in the order they were sent. What is in flight is
 * bounded, what waits behind it too. When the connection breaks, or replies stay out for too long, everything sent
 * before fails. While the server cannot be reached calls fail at once, but for one try after each pause. Replies
 * complete on the loop.
 */
final class RedisLink {
    /** More in flight is slower, and Vert.x refuses more than 2,048. */
    private static final int MOST_IN_FLIGHT = 1_024;

    private static final int MOST_WAITING = 16_384;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int MOST_DOUBLINGS = 5;

    private final VertxEventLoop loop;
    private final RedisServer server;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private @Nullable Session session;
    private @Nullable Redis opening;
    private int failures;
    private long retryAt;
    private String lastFailure = "";
    private boolean closed;

    RedisLink(VertxEventLoop loop, RedisServer server) {
        this.loop = loop;
        this.server = server;
        this.retryAt = loop.nanoTime();
    }

    /** Sends a command; fails with {@link RedisRefused} on an error reply and {@link RedisUnavailable} without one. */
    CompletableFuture<Response> send(Request request) {
        Call call = new Call(request, new CompletableFuture<>());
        loop.execute(() -> submit(call));
        return call.reply();
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            drop("the connection was closed");
        });
    }

    private void submit(Call call) {
        if (closed || (session == null && opening == null && loop.nanoTime() - retryAt < 0)) {
            call.fail("Redis at " + server + " cannot be reached: " + lastFailure);
        } else if (waiting.size() >= MOST_WAITING) {
            call.fail("too many calls wait for Redis at " + server);
        } else {
            waiting.add(call);
            pump();
        }
    }

    private void pump() {
        Session open = session;
        if (open == null) {
            connect();
            return;
        }
        while (open.inFlight.size() < MOST_IN_FLIGHT && !waiting.isEmpty()) {
            open.send(waiting.remove());
        }
    }

    private void connect() {
        if (opening != null) {
            return;
        }
        Redis client = Redis.createClient(loop.context().owner(), server.options());
        opening = client;
        EventLoop.Timer timer = loop.after(LONGEST_CONNECT, () -> connectFailed(client, "no answer in time"));
        client.connect()
                .onComplete(result -> loop.execute(() -> {
                    timer.cancel();
                    connected(client, result);
                }));
    }

    private void connected(Redis client, AsyncResult<RedisConnection> result) {
        if (opening != client) {
            client.close();
        } else if (result.failed()) {
            connectFailed(client, String.valueOf(result.cause().getMessage()));
        } else {
            opening = null;
            failures = 0;
            session = new Session(client, result.result());
            pump();
        }
    }

    private void connectFailed(Redis client, String why) {
        if (opening == client) {
            drop(why);
        }
    }

    /** Gives the connection up, with everything that was sent or waits. */
    private void drop(String why) {
        lastFailure = why;
        retryAt = loop.nanoTime() + (FIRST_PAUSE_NANOS << Math.min(failures++, MOST_DOUBLINGS));
        Session old = session;
        session = null;
        if (opening != null) {
            opening.close();
            opening = null;
        }
        if (old != null) {
            old.client.close();
            failAll(old.inFlight, why);
        }
        failAll(waiting, why);
    }

    private void failAll(Deque<Call> calls, String why) {
        for (Call call = calls.poll(); call != null; call = calls.poll()) {
            call.fail("the connection to Redis at " + server + " broke: " + why);
        }
    }

    private record Call(Request request, CompletableFuture<Response> reply) {
        void fail(String why) {
            reply.completeExceptionally(new RedisUnavailable(why, null));
        }
    }

    /** An open connection; its replies come in the order of its commands. */
    private final class Session {
        private final Redis client;
        private final RedisConnection connection;
        private final Deque<Call> inFlight = new ArrayDeque<>();
        private long answered;
        private boolean watched;

        Session(Redis client, RedisConnection connection) {
            this.client = client;
            this.connection = connection;
            connection.endHandler(end -> loop.execute(() -> broke("the server closed it")));
            connection.exceptionHandler(e -> loop.execute(() -> broke(String.valueOf(e.getMessage()))));
        }

        void send(Call call) {
            inFlight.add(call);
            watch();
            connection.send(call.request()).onComplete(result -> {
                if (Vertx.currentContext() == loop.context()) {
                    answered(call, result);
                } else {
                    loop.execute(() -> answered(call, result));
                }
            });
        }

        private void answered(Call call, AsyncResult<Response> result) {
            if (session != this) {
                return;
            }
            answered++;
            inFlight.remove(call);
            if (result.succeeded()) {
                call.reply().complete(result.result());
                pump();
                return;
            }
            RedisRefused refusal = RedisRefused.of(result.cause());
            if (refusal == null) {
                call.fail(String.valueOf(result.cause()));
                broke(String.valueOf(result.cause()));
                return;
            }
            call.reply().completeExceptionally(refusal);
            if (refusal.is("READONLY")) {
                broke("the server became a replica");
            } else {
                pump();
            }
        }

        private void broke(String why) {
            if (session == this) {
                drop(why);
            }
        }

        /** A server that is stopped, or a network that swallows, closes nothing. */
        private void watch() {
            if (!watched) {
                watched = true;
                long before = answered;
                loop.after(LONGEST_SILENCE, () -> {
                    watched = false;
                    if (session == this && !inFlight.isEmpty()) {
                        if (answered == before) {
                            broke("no reply in " + LONGEST_SILENCE);
                        } else {
                            watch();
                        }
                    }
                });
            }
        }
    }
}

package dev.orchestrator.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One direction of one connection: a queue of pieces, each due at a time, in the order in which they came. */
final class ProxyLane {
    /** What waits beyond so many bytes stays with its sender. */
    private static final long MOST_WAITING = 16 << 20;

    private final Vertx vertx;
    private final NetSocket from;
    private final NetSocket to;
    private final Supplier<ProxyConduct> conduct;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long lastDue = System.nanoTime();
    private boolean timed;

    /** @param content null for the end of the connection */
    private record Piece(@Nullable Buffer content, long due) {}

    ProxyLane(Vertx vertx, NetSocket from, NetSocket to, Supplier<ProxyConduct> conduct) {
        this.vertx = vertx;
        this.from = from;
        this.to = to;
        this.conduct = conduct;
    }

    void add(Buffer content) {
        enqueue(content, content.length());
        waitingBytes += content.length();
        if (waitingBytes > MOST_WAITING) {
            from.pause();
        }
        drain();
    }

    /** Closes the other side once it has all that was sent before. */
    void end() {
        enqueue(null, 0);
        drain();
    }

    private void enqueue(@Nullable Buffer content, int length) {
        ProxyConduct now = conduct.get();
        long delay = now.latency().toNanos();
        if (!now.jitter().isZero()) {
            delay += ThreadLocalRandom.current().nextLong(now.jitter().toNanos() + 1);
        }
        long due = Math.max(lastDue, System.nanoTime() + delay);
        if (now.bytesPerSecond() > 0) {
            due += TimeUnit.SECONDS.toNanos(length) / now.bytesPerSecond();
        }
        lastDue = due;
        waiting.add(new Piece(content, due));
    }

    /** Sends what is due. Called again when the conduct changes. */
    void drain() {
        while (!conduct.get().is(ProxyConduct.Mode.FROZEN) && !waiting.isEmpty()) {
            long nanos = waiting.element().due() - System.nanoTime();
            if (nanos > 0) {
                later(nanos);
                return;
            }
            send(waiting.remove());
        }
    }

    private void send(Piece piece) {
        Buffer content = piece.content();
        if (content == null) {
            to.close();
            return;
        }
        waitingBytes -= content.length();
        to.write(content);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(room -> from.resume());
        } else if (waitingBytes <= MOST_WAITING) {
            from.resume();
        }
    }

    private void later(long nanos) {
        if (!timed) {
            timed = true;
            vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, due -> {
                timed = false;
                drain();
            });
        }
    }
}

package dev.orchestrator.chaos;

import dev.orchestrator.chaos.ProxyConduct.Mode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A TCP proxy on loopback that fails as networks do when it is told to. Commands come from any thread and are in force
 * when they return; each replaces the one before, {@link #heal} ends them all.
 */
public final class Proxy implements AutoCloseable {
    /** Below the ports that systems give to clients, one of which might take ours while nobody listens there. */
    private static final int FIRST_PORT = 15_000;

    private static final int PORTS = 15_000;
    private static final int TRIES = 50;
    private static final Function<Buffer, Cut> NO_FAULTS = piece -> Cut.NOWHERE;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final String targetHost;
    private final int targetPort;
    private final NetClient dialler = vertx.createNetClient();
    private final Set<ProxyLink> links = new HashSet<>();
    private final AtomicInteger strikes = new AtomicInteger();
    private ProxyConduct conduct = ProxyConduct.FAITHFUL;
    private Function<Buffer, Cut> faults = NO_FAULTS;
    private NetServer server;
    private final int port;

    /** Where a connection is cut, decided for each piece that a client sends. */
    public enum Cut {
        NOWHERE,
        /** The request is lost: the server never sees it. */
        BEFORE_REQUEST,
        /** The reply is lost: the server does what it was asked. */
        BEFORE_REPLY
    }

    private Proxy(String targetHost, int targetPort) {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        this.server = listen(0, TRIES);
        this.port = server.actualPort();
    }

    /** Listens on a free port of loopback; forwards to a port of loopback. */
    public static Proxy to(int port) {
        return new Proxy("127.0.0.1", port);
    }

    public int port() {
        return port;
    }

    /** How many connections are open through it. */
    public int connections() {
        return on(links::size);
    }

    /** How many of them lost something and will never hear another word. */
    public int dead() {
        return on(() -> (int) links.stream().filter(ProxyLink::isDead).count());
    }

    /** How many connections were cut because of a piece that passed. */
    public int strikes() {
        return strikes.get();
    }

    /** Everything passes again. What was lost stays lost: its connections never hear another word. */
    public void heal() {
        become(ProxyConduct.FAITHFUL, NO_FAULTS);
        on(() -> {
            links.forEach(link -> link.cutRepliesAfter(-1));
            return links.size();
        });
    }

    /** Adds to the way of each piece, there and back. */
    public void slow(Duration latency, Duration jitter) {
        become(new ProxyConduct(Mode.OPEN, latency, jitter, 0), NO_FAULTS);
    }

    /** Lets at most so many bytes a second pass in each direction of each connection. */
    public void limit(long bytesPerSecond) {
        become(new ProxyConduct(Mode.OPEN, Duration.ZERO, Duration.ZERO, bytesPerSecond), NO_FAULTS);
    }

    /** Nothing passes, and nothing is lost: after {@link #heal} all arrives, also from clients that have given up. */
    public void freeze() {
        become(ProxyConduct.of(Mode.FROZEN), NO_FAULTS);
    }

    /** Takes connections and bytes, and answers nothing. */
    public void blackHole() {
        become(ProxyConduct.of(Mode.SWALLOWING), NO_FAULTS);
    }

    /** Closes all connections and refuses new ones. */
    public void cut() {
        become(ProxyConduct.of(Mode.REFUSING), NO_FAULTS);
        drop();
    }

    /** Resets all connections, and new ones as soon as they are made. */
    public void reset() {
        become(ProxyConduct.of(Mode.RESETTING), NO_FAULTS);
        on(() -> {
            List.copyOf(links).forEach(ProxyLink::reset);
            return links.size();
        });
    }

    /** Closes all connections; new ones are welcome. */
    public void drop() {
        on(() -> {
            List.copyOf(links).forEach(ProxyLink::close);
            return links.size();
        });
    }

    /** Cuts where this says, asked for each piece that a client sends. */
    public void cutWhere(Function<Buffer, Cut> where) {
        become(ProxyConduct.FAITHFUL, where);
    }

    /** Loses each reply with this chance: what was asked has happened, and nobody hears of it. */
    public void loseReplies(double chance) {
        cutWhere(piece -> ThreadLocalRandom.current().nextDouble() < chance ? Cut.BEFORE_REPLY : Cut.NOWHERE);
    }

    /** Cuts each connection that is open once so many more bytes of replies have passed. */
    public void cutRepliesAfter(long bytes) {
        on(() -> {
            links.forEach(link -> link.cutRepliesAfter(bytes));
            return links.size();
        });
    }

    @Override
    public void close() {
        join(vertx.close());
    }

    ProxyConduct conduct() {
        return conduct;
    }

    Cut judge(Buffer piece) {
        return faults.apply(piece);
    }

    void struck() {
        strikes.incrementAndGet();
    }

    private void become(ProxyConduct next, Function<Buffer, Cut> where) {
        boolean wasShut = on(() -> {
            boolean shut = conduct.is(Mode.REFUSING);
            conduct = next;
            faults = where;
            List.copyOf(links).forEach(ProxyLink::changed);
            return shut;
        });
        if (next.is(Mode.REFUSING) && !wasShut) {
            join(server.close());
        } else if (wasShut && !next.is(Mode.REFUSING)) {
            server = listen(port, 1);
        }
    }

    private NetServer listen(int wanted, int tries) {
        int chosen =
                wanted > 0 ? wanted : FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
        NetServerOptions options = new NetServerOptions().setReuseAddress(true).setTcpNoDelay(true);
        try {
            return join(
                    vertx.createNetServer(options).connectHandler(this::connect).listen(chosen, "127.0.0.1"));
        } catch (RuntimeException taken) {
            if (tries <= 1) {
                throw taken;
            }
            return listen(wanted, tries - 1);
        }
    }

    private void connect(NetSocket client) {
        if (conduct.is(Mode.RESETTING)) {
            ProxyLink.reset(client);
            return;
        }
        if (conduct.is(Mode.SWALLOWING)) {
            client.handler(lost -> {});
            return;
        }
        client.pause();
        dialler.connect(targetPort, targetHost)
                .onFailure(failure -> client.close())
                .onSuccess(target -> link(client, target));
    }

    private void link(NetSocket client, NetSocket target) {
        ProxyLink link = new ProxyLink(vertx, this, client, target);
        links.add(link);
        link.join(() -> links.remove(link));
    }

    private <T> T on(Supplier<T> command) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> {
            try {
                done.complete(command.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}

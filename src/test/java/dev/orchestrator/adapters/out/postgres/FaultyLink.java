package dev.orchestrator.adapters.out.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A TCP proxy on loopback that cuts the connection when told to. */
final class FaultyLink {
    private final Vertx vertx;
    private final int target;
    private final Supplier<Cut> faults;
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param faults asked for each piece that a client sends */
    FaultyLink(Vertx vertx, int target, Supplier<Cut> faults) {
        this.vertx = vertx;
        this.target = target;
        this.faults = faults;
    }

    /** Listens on a free port and answers it. */
    int start() {
        NetServer server = vertx.createNetServer().connectHandler(this::connect);
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void connect(NetSocket client) {
        client.pause();
        vertx.createNetClient()
                .connect(target, "127.0.0.1")
                .onFailure(failure -> client.close())
                .onSuccess(server -> new Pair(client, server).join());
    }

    /** Where to cut. */
    enum Cut {
        NOWHERE,
        /** The request is lost: the server never sees it. */
        BEFORE_REQUEST,
        /** The reply is lost: the server does what it was asked. */
        BEFORE_REPLY
    }

    private final class Pair {
        private final NetSocket client;
        private final NetSocket server;
        private boolean dropReply;

        Pair(NetSocket client, NetSocket server) {
            this.client = client;
            this.server = server;
        }

        void join() {
            client.closeHandler(end -> server.close());
            server.closeHandler(end -> client.close());
            server.handler(this::reply);
            client.handler(this::request);
            client.resume();
        }

        private synchronized void request(Buffer piece) {
            Cut cut = faults.get();
            dropReply |= cut == Cut.BEFORE_REPLY;
            if (cut == Cut.BEFORE_REQUEST) {
                close();
            } else {
                server.write(piece);
            }
        }

        private synchronized void reply(Buffer piece) {
            if (dropReply) {
                close();
            } else {
                client.write(piece);
            }
        }

        private void close() {
            cuts.incrementAndGet();
            client.close();
            server.close();
        }
    }
}

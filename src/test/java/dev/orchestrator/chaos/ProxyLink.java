package dev.orchestrator.chaos;

import dev.orchestrator.chaos.Proxy.Cut;
import dev.orchestrator.chaos.ProxyConduct.Mode;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;

/** One connection through a {@link Proxy}. Everything here runs on the proxy's one thread. */
final class ProxyLink {
    private final Proxy proxy;
    private final NetSocket client;
    private final NetSocket server;
    private final ProxyLane requests;
    private final ProxyLane replies;
    /** Lost a piece: whatever came after it would make no sense to the other side. */
    private boolean dead;

    private int ends;
    private boolean losesReply;
    /** How many bytes of replies may still pass; negative for all. */
    private long repliesLeft = -1;

    ProxyLink(Vertx vertx, Proxy proxy, NetSocket client, NetSocket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.requests = new ProxyLane(vertx, client, server, proxy::conduct);
        this.replies = new ProxyLane(vertx, server, client, proxy::conduct);
    }

    void join(Runnable onEnd) {
        client.closeHandler(end -> {
            ended(requests, server);
            endOne(onEnd);
        });
        server.closeHandler(end -> {
            ended(replies, client);
            endOne(onEnd);
        });
        client.exceptionHandler(reset -> {});
        server.exceptionHandler(reset -> {});
        server.handler(this::reply);
        client.handler(this::request);
        client.resume();
    }

    private void ended(ProxyLane lane, NetSocket other) {
        if (dead) {
            other.close();
        } else {
            lane.end();
        }
    }

    /** A side that has gone may have left something for the other. */
    private void endOne(Runnable onEnd) {
        if (++ends == 2) {
            onEnd.run();
        }
    }

    private void request(Buffer piece) {
        if (isSwallowed()) {
            return;
        }
        Cut cut = proxy.judge(piece);
        losesReply |= cut == Cut.BEFORE_REPLY;
        if (cut == Cut.BEFORE_REQUEST) {
            strike();
        } else {
            requests.add(piece);
        }
    }

    private void reply(Buffer piece) {
        if (isSwallowed()) {
            return;
        }
        if (losesReply) {
            strike();
        } else if (repliesLeft >= 0 && piece.length() >= repliesLeft) {
            replies.add(piece.slice(0, (int) repliesLeft));
            dead = true;
            proxy.struck();
            replies.end();
        } else {
            repliesLeft -= repliesLeft < 0 ? 0 : piece.length();
            replies.add(piece);
        }
    }

    private boolean isSwallowed() {
        dead |= proxy.conduct().is(Mode.SWALLOWING);
        return dead;
    }

    private void strike() {
        proxy.struck();
        close();
    }

    void cutRepliesAfter(long bytes) {
        repliesLeft = bytes;
    }

    boolean isDead() {
        return dead;
    }

    void changed() {
        requests.drain();
        replies.drain();
    }

    void close() {
        dead = true;
        client.close();
        server.close();
    }

    /** Ends without a farewell: the client gets an RST, also instead of what was on its way. */
    void reset() {
        dead = true;
        reset(client);
        server.close();
    }

    static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }
}

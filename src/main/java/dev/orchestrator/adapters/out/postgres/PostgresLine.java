package dev.orchestrator.adapters.out.postgres;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.core.net.impl.NetSocketInternal;

/** One connection to the server, and whether it owes an answer. Read by any thread, written on the connection's. */
final class PostgresLine extends ChannelDuplexHandler {
    private final NetSocketInternal socket;
    private volatile long heard = System.nanoTime();
    /** When something was sent for the first time since the last answer. */
    private volatile long asked = heard;

    PostgresLine(NetSocketInternal socket) {
        this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heard = System.nanoTime();
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (!owesAnswer()) {
            asked = System.nanoTime();
        }
        super.write(context, message, promise);
    }

    /** Tells whether it has been asked before this instant and has said nothing since. */
    boolean isSilentSince(long nanos) {
        return owesAnswer() && asked - nanos <= 0;
    }

    private boolean owesAnswer() {
        return asked - heard > 0;
    }

    /** Ends it without a farewell, which would wait for the answer. */
    void cut() {
        socket.close();
    }
}

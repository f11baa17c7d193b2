package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.net.Addresses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whom a request counts for: its API key, else the address it comes from. Who has one address of version 6 has all of its
 * network of 64 bits, so they count together.
 *
 * @param id begins with what kind it is, so that no key can be named like an address
 * @param shown to the client itself
 */
record LimitedClient(String id, String shown) {
    private static final int NETWORK_BYTES = 8;
    private static final LimitedClient UNKNOWN = new LimitedClient("addr:unknown", "the address it came from");

    static LimitedClient of(RoutingContext context, TrustedProxies proxies) {
        String key = Caller.of(context).name();
        if (!key.isEmpty()) {
            return new LimitedClient("key:" + key, "the API key '" + key + "'");
        }
        HttpServerRequest request = context.request();
        return peer(request)
                .map(peer -> proxies.clientOf(peer, request.headers()))
                .map(LimitedClient::at)
                .orElse(UNKNOWN);
    }

    /** Of the connection itself: what a header says is none of its business. */
    private static Optional<InetAddress> peer(HttpServerRequest request) {
        SocketAddress remote = request.connection().remoteAddress();
        return Optional.ofNullable(remote)
                .map(SocketAddress::hostAddress)
                .flatMap(text -> Addresses.literal(text.replaceFirst("%.*", "")));
    }

    private static LimitedClient at(InetAddress address) {
        String text = address instanceof Inet6Address ? network(address) : address.getHostAddress();
        return new LimitedClient("addr:" + text, "the address " + text);
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress().replaceFirst("(:0){4}$", "::/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}

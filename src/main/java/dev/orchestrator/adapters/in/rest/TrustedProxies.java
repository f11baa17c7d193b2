package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.net.Network;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that are believed when they say for whom they ask. Of anybody else the address counts that it comes from.
 *
 * <p>Each proxy adds the address it was asked from at the right, so from the right they are read: the first that is no
 * trusted proxy's own is the client's, and what stands left of it anybody may have written.
 */
public final class TrustedProxies {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** Throws {@link IllegalArgumentException}, naming the entry, for what is neither an address nor a network. */
    public static TrustedProxies of(List<String> entries) {
        return new TrustedProxies(entries.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> Network.parse(text).orElseThrow(() -> unfit(text)))
                .toList());
    }

    private static IllegalArgumentException unfit(String text) {
        return new IllegalArgumentException("workflow.trusted-proxies (WORKFLOW_TRUSTED_PROXIES) holds '" + text
                + "'; write an address or a network such as 10.1.0.0/16");
    }

    private boolean hold(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    /** Whom a request counts for that comes from this peer. Of two headers that disagree, a client wrote one: the peer counts. */
    InetAddress clientOf(InetAddress peer, MultiMap headers) {
        if (!hold(peer)) {
            return peer;
        }
        List<InetAddress> told = new ArrayList<>();
        ForwardedHops.of(headers).forEach(hops -> told.add(behind(peer, hops)));
        return told.stream().distinct().count() == 1 ? told.get(0) : peer;
    }

    /** The proxy nearest to the client that named no readable address is the last that is known. */
    private InetAddress behind(InetAddress peer, List<String> hops) {
        InetAddress known = peer;
        for (int i = hops.size() - 1; i >= 0 && hold(known); i--) {
            Optional<InetAddress> next = ForwardedHops.address(hops.get(i));
            if (next.isEmpty()) {
                return known;
            }
            known = next.get();
        }
        return known;
    }
}

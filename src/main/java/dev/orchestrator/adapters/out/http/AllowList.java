package dev.orchestrator.adapters.out.http;

import dev.orchestrator.adapters.net.Addresses;
import dev.orchestrator.adapters.net.Network;
import dev.orchestrator.handlers.WebUrl;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the operator lets through although the guard would refuse it: host names, {@code *.suffix} for all names below
 * one, addresses and networks; each but a network with a port, if only that one is meant.
 */
public final class AllowList {
    private static final Pattern ENTRY = Pattern.compile(
            "(?<host>\\[[0-9a-fA-F:.]+]|[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[^:/]+)(:(?<port>\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final List<Network> THIS_MACHINE = List.of(
            Network.parse("127.0.0.1").orElseThrow(), Network.parse("::1").orElseThrow());

    private final List<Entry> entries;

    private AllowList(List<Entry> entries) {
        this.entries = entries;
    }

    /** Throws {@link IllegalArgumentException}, naming the entry, for what is none. */
    public static AllowList of(List<String> entries) {
        return new AllowList(entries.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(AllowList::entry)
                .toList());
    }

    /** Tells whether the name, or the address that stands for it, is in the list; looks nothing up. */
    boolean names(WebUrl url) {
        Optional<InetAddress> literal = Addresses.literal(url.host());
        boolean isLocal = url.host().equals("localhost") || url.host().endsWith(".localhost");
        return entries.stream()
                .anyMatch(entry -> entry.names(url.host(), url.port())
                        || literal.map(address -> entry.holds(address, url.port()))
                                .orElse(false)
                        || isLocal && THIS_MACHINE.stream().anyMatch(own -> entry.holds(own.base(), url.port())));
    }

    boolean holds(InetAddress address, int port) {
        return entries.stream().anyMatch(entry -> entry.holds(address, port));
    }

    private static Entry entry(String text) {
        Optional<Network> network = text.contains("/") ? Network.parse(text) : Optional.empty();
        if (network.isPresent()) {
            return new Entry("", network.get(), 0);
        }
        Matcher parts = ENTRY.matcher(text);
        if (!parts.matches()) {
            throw unfit(text);
        }
        String host = parts.group("host").toLowerCase(Locale.ROOT);
        int port = parts.group("port") == null ? 0 : Integer.parseInt(parts.group("port"));
        Optional<Network> address = Network.parse(host.replaceAll("[\\[\\]]", ""));
        boolean isName = NAME.matcher(host).matches() && !Addresses.isNumeric(host);
        if (address.isEmpty() && !isName) {
            throw unfit(text);
        }
        return new Entry(isName ? host : "", address.orElse(null), port);
    }

    private static IllegalArgumentException unfit(String text) {
        return new IllegalArgumentException("workflow.http.allowed-hosts (WORKFLOW_HTTP_ALLOWED_HOSTS) holds '" + text
                + "'; write a host, host:port, *.suffix, an address or a network such as 10.1.0.0/16");
    }

    /** @param port 0 for all */
    private record Entry(String name, @Nullable Network network, int port) {
        boolean names(String host, int itsPort) {
            boolean matches = name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
            return matches && fits(itsPort);
        }

        boolean holds(InetAddress address, int itsPort) {
            return network != null && network.contains(address.getAddress()) && fits(itsPort);
        }

        private boolean fits(int itsPort) {
            return port == 0 || port == itsPort;
        }
    }
}

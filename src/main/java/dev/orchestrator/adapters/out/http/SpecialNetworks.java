package dev.orchestrator.adapters.out.http;

import dev.orchestrator.adapters.net.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that belong to no public service, by the registries of special-purpose addresses of IANA, and those
 * where clouds tell machines their secrets.
 *
 * <p>Addresses of version 6 that carry one of version 4 are judged by that one.
 */
final class SpecialNetworks {
    private static final List<Block> BLOCKS = List.of(
            block("169.254.169.254/32", "a metadata service"),
            block("168.63.129.16/32", "a metadata service"),
            block("100.100.100.200/32", "a metadata service"),
            block("fd00:ec2::254/128", "a metadata service"),
            block("fd20:ce::254/128", "a metadata service"),
            block("0.0.0.0/8", "unspecified"),
            block("10.0.0.0/8", "private"),
            block("100.64.0.0/10", "shared with a carrier"),
            block("127.0.0.0/8", "loopback"),
            block("169.254.0.0/16", "link-local"),
            block("172.16.0.0/12", "private"),
            block("192.0.0.0/24", "reserved"),
            block("192.0.2.0/24", "for documentation"),
            block("192.88.99.0/24", "reserved"),
            block("192.168.0.0/16", "private"),
            block("198.18.0.0/15", "for benchmarks"),
            block("198.51.100.0/24", "for documentation"),
            block("203.0.113.0/24", "for documentation"),
            block("224.0.0.0/4", "multicast"),
            block("255.255.255.255/32", "broadcast"),
            block("240.0.0.0/4", "reserved"),
            block("::/128", "unspecified"),
            block("::1/128", "loopback"),
            block("64:ff9b:1::/48", "private"),
            block("100::/64", "for discarding"),
            block("2001:db8::/32", "for documentation"),
            block("2001::/23", "reserved"),
            block("3fff::/20", "for documentation"),
            block("5f00::/16", "reserved"),
            block("fc00::/7", "private"),
            block("fe80::/10", "link-local"),
            block("fec0::/10", "private"),
            block("ff00::/8", "multicast"));

    /** Where an address of version 4 stands in one of version 6. */
    private static final List<Carrier> CARRIERS = List.of(
            carrier("::/96", 12), carrier("64:ff9b::/96", 12), carrier("::ffff:0:0:0/96", 12), carrier("2002::/16", 2));

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] ISATAP = {0x5e, (byte) 0xfe};
    private static final int V4_LENGTH = 4;
    private static final int LAST_FOUR = 12;
    private static final int ISATAP_AT = 10;

    private SpecialNetworks() {}

    private record Block(Network network, String kind) {}

    private record Carrier(Network network, int at) {}

    /** What the address is instead of public; empty when it is public. */
    static Optional<String> kindOf(InetAddress address) {
        return kindOf(address.getAddress());
    }

    private static Optional<String> kindOf(byte[] address) {
        Optional<String> kind = BLOCKS.stream()
                .filter(block -> block.network.contains(address))
                .map(Block::kind)
                .findFirst();
        return kind.isPresent() ? kind : carried(address).flatMap(SpecialNetworks::kindOf);
    }

    private static Optional<byte[]> carried(byte[] address) {
        if (address.length == V4_LENGTH) {
            return Optional.empty();
        }
        if (Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                || Arrays.equals(address, ISATAP_AT, LAST_FOUR, ISATAP, 0, ISATAP.length)) {
            return Optional.of(four(address, LAST_FOUR));
        }
        return CARRIERS.stream()
                .filter(carrier -> carrier.network.contains(address))
                .map(carrier -> four(address, carrier.at))
                .findFirst();
    }

    private static byte[] four(byte[] address, int at) {
        return Arrays.copyOfRange(address, at, at + V4_LENGTH);
    }

    private static Block block(String network, String kind) {
        return new Block(Network.parse(network).orElseThrow(), kind);
    }

    private static Carrier carrier(String network, int at) {
        return new Carrier(Network.parse(network).orElseThrow(), at);
    }
}
